import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** What `npm pack` makes of the build, installed without a network into an empty folder, as a user would have it. */
const exec = promisify(execFile);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Measured; a package that grows past it should do so on purpose. */
const LARGEST_TARBALL = 1_600_000;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let root: string;
let packed: Packed;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'authctl-package-'));
  const pack = await exec(npm, ['pack', '--json', '--ignore-scripts', '--pack-destination', root]);
  const [first] = JSON.parse(pack.stdout) as Packed[];
  if (!first) throw new Error('npm packed nothing');
  packed = first;
  await mkdir(join(root, 'place'));
  await writeFile(
    join(root, 'place', 'package.json'),
    '{ "name": "place", "private": true, "type": "module" }\n',
  );
  const tarball = join(root, packed.filename);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  const nothingFetched = ['--offline', '--omit=optional', '--cache', join(root, 'cache')];
  await exec(npm, ['install', ...nothingFetched, ...quiet, tarball], { cwd: join(root, 'place') });
}, 120_000);

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const authctl = (...words: readonly string[]) => {
  const program = join(root, 'place/node_modules/.bin/authctl');
  return exec(program, words, { cwd: join(root, 'place'), env: { PATH: process.env.PATH, HOME: root } });
};

test('the package holds the program, its types, the schema and the licences, and nothing of the workshop', () => {
  const paths = packed.files.map(({ path }) => path);
  const known =
    /^(bin\/authctl\.js|(bin|dist\/program)\/package\.json|dist\/(program\/)?[\w-]+\.js|dist\/types\/[\w./-]+\.d\.ts|schema\/[\w-]+\.json|man\/authctl[\w-]*\.1)$/;
  expect(paths.filter((path) => !known.test(path)).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    ...(existsSync('README.md') ? ['README.md'] : []),
    'THIRD-PARTY-LICENSES.txt',
    'package.json',
  ]);
  expect(paths).toEqual(
    expect.arrayContaining([
      'bin/authctl.js',
      'dist/program/start.js',
      'dist/index.js',
      'dist/types/index.d.ts',
      'schema/authctl-1.json',
      'man/authctl.1',
    ]),
  );
});

test('it is small enough to be fetched by npx', ({ annotate }) => {
  expect(packed.size).toBeLessThan(LARGEST_TARBALL);
  return annotate(
    `${packed.size} bytes packed, ${packed.unpackedSize} unpacked, ${packed.files.length} files`,
  );
});

test('an install brings one package, and the library of the keyring where it can be had', async () => {
  const { dependencies, optionalDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    dependencies?: object;
    optionalDependencies: object;
  };
  expect([dependencies, Object.keys(optionalDependencies)]).toEqual([undefined, ['@napi-rs/keyring']]);
  const lock = JSON.parse(await readFile(join(root, 'place/package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/authctl']);
  const installed = await readdir(join(root, 'place/node_modules'));
  expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['authctl']);
});

test('every bundled package has its licence in the package', async () => {
  const licences = await readFile(join(root, 'place/node_modules/authctl/THIRD-PARTY-LICENSES.txt'), 'utf8');
  expect(licences).toMatch(/^commander \d/m);
  expect(licences).toMatch(/^undici \d/m);
  expect(licences).not.toMatch(/\((?:A?GPL|LGPL|SSPL|UNLICENSED)/);
});

describe('the installed program', () => {
  test('knows its version', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await authctl('--version')).toMatchObject({ stdout: `${version}\n`, stderr: '' });
  });

  test('decodes a token', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'HS256' })}.${part({ sub: '2', role: 'reader' })}.${'A'.repeat(43)}`;
    const { stdout } = await authctl('decode', token, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'authctl/decode@1',
      payload: { sub: '2', role: 'reader' },
      verified: false,
    });
  });

  test('says what it takes to use a keyring, where its library was left out', async () => {
    await expect(authctl('use', '--storage', 'keyring')).rejects.toMatchObject({
      code: 2,
      stderr: `error: the library for the keyring, @napi-rs/keyring, is not installed
 hint: install authctl without --omit=optional, or take --storage encrypted-file
`,
    });
  });

  test('has its help topics inside', async () => {
    expect((await authctl('help', 'exit-codes')).stdout).toMatch(/^Exit codes\n/);
  });
});

describe('the library', () => {
  test('is imported by its name', async () => {
    const script =
      "const { AuthctlError } = await import('authctl'); console.log(new AuthctlError('USAGE', 'x').code)";
    const { stdout } = await exec(process.execPath, ['--input-type=module', '-e', script], {
      cwd: join(root, 'place'),
    });
    expect(stdout).toBe('USAGE\n');
  });

  test('type-checks in a strict consumer, without help from skipLibCheck', async () => {
    const consumer = `import { AuthctlError, type ErrorCode } from 'authctl';
const code: ErrorCode = 'NOT_A_TOKEN';
export const error: Error = new AuthctlError(code, 'not a token', { hint: 'pass one' });
// @ts-expect-error the codes are a closed set
new AuthctlError('NO_SUCH_CODE', 'x');
`;
    await writeFile(join(root, 'place', 'consumer.ts'), consumer);
    const options = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--noEmit',
    ];
    const types = ['--types', 'node', '--typeRoots', resolve('node_modules/@types')];
    const compiler = resolve('node_modules/typescript/bin/tsc');
    await expect(
      exec(process.execPath, [compiler, ...options, ...types, 'consumer.ts'], { cwd: join(root, 'place') }),
    ).resolves.toMatchObject({ stdout: '' });
  });
});
