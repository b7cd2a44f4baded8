import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type Bundle, RECORD } from '../../scripts/bundle-record.js';

/** What the build put into which file. */
const bundle = JSON.parse(readFileSync(RECORD, 'utf8')) as Bundle;

/** The file that a module is in, its own where it has one. */
function entryOf(source: string): string {
  const files = Object.entries(bundle);
  const file =
    files.find(([, { entry }]) => entry === source) ??
    files.find(([, { sources }]) => sources.includes(source));
  if (file === undefined) throw new Error(`${source} is in no file`);
  return file[0];
}

/** Every file that is loaded as soon as one is. */
function closure(name: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const file of bundle[name]?.imports ?? []) if (file in bundle) closure(file, seen);
  return seen;
}

/** The names of the packages with code in these outputs. */
function packagesIn(files: Iterable<string>): readonly string[] {
  const sources = [...files].flatMap((file) => bundle[file]?.sources ?? []);
  const names = sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
  return [...new Set(names)].sort();
}

const program = 'src/main.ts';
const command = (name: string) => `src/cli/commands/${name}.ts`;
const loadedBy = (...sources: readonly string[]) =>
  new Set(sources.flatMap((source) => [...closure(entryOf(source))]));

test('`--version` and `--help` load commander and nothing else', () => {
  expect(packagesIn(loadedBy(program))).toEqual(['commander']);
});

test.for(['decode'])('`%s` loads no more', (name) => {
  expect(packagesIn(loadedBy(program, command(name)))).toEqual(['commander']);
});

/** Libraries that a command may not load before it needs them. */
const HEAVY = [
  'undici',
  'zod',
  'yaml',
  'conf',
  'ajv',
  'inquirer',
  '@inquirer/core',
  'hono',
  '@hono/node-server',
  'jose',
  'oidc-provider',
  'koa',
];

test.for([
  { name: 'status', may: [] },
  { name: 'token', may: [] },
  { name: 'logout', may: [] },
  { name: 'request', may: [] },
  { name: 'serve', may: ['hono', '@hono/node-server', 'jose'] },
])('`$name` loads late what is heavy', ({ name, may }) => {
  const loaded = packagesIn(loadedBy(program, command(name)));
  expect(
    loaded.filter((found) => HEAVY.includes(found) && !(may as readonly string[]).includes(found)),
  ).toEqual([]);
});

test('each heavy library is in the bundle, so that the rules above look at something', () => {
  const bundled = packagesIn(Object.keys(bundle));
  expect(bundled).toEqual(expect.arrayContaining(['commander', 'undici', 'conf', 'inquirer', 'chalk']));
  expect(Object.values(bundle).flatMap(({ sources }) => sources)).toContain(program);
});

test('the start-up path stays small', () => {
  const bytes = [...loadedBy(program)].reduce((sum, file) => sum + (bundle[file]?.bytes ?? 0), 0);
  expect(bytes).toBeLessThan(137_000);
});

test('the build is of this checkout', () => {
  const sources = Object.values(bundle).flatMap((file) => file.sources);
  expect(sources.filter((source) => relative(process.cwd(), resolve(source)).startsWith('..'))).toEqual([]);
});

/** Modules of Node.js that take long to load, and that it does not load for an empty program. */
const SLOW = ['net', 'tty', 'stream', 'crypto', 'child_process', 'http', 'fs/promises', 'readline', 'zlib'];

/** Which of them a command has loaded when it ends; it writes to a pipe. */
function slowModulesOf(...words: readonly string[]) {
  const home = mkdtempSync(join(tmpdir(), 'authctl-loaded-'));
  try {
    const { output, status } = spawnSync(
      process.execPath,
      ['--require', './test/support/tell-loaded-modules.cjs', 'bin/authctl.js', ...words],
      {
        env: { AUTHCTL_HOME: home, LANG: 'C.UTF-8', NODE_DISABLE_COMPILE_CACHE: '1' },
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        encoding: 'utf8',
      },
    );
    const loaded = JSON.parse(output[3] ?? '') as readonly string[];
    return { ends: status, slow: SLOW.filter((name) => loaded.includes(`NativeModule ${name}`)) };
  } finally {
    rmSync(home, { recursive: true });
  }
}

const UNSIGNED = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIyIn0.';

test.for([
  { words: ['--version'], ends: 0, slow: [] },
  { words: ['--help'], ends: 0, slow: [] },
  { words: ['decode', '--help'], ends: 0, slow: [] },
  { words: ['decode', UNSIGNED], ends: 0, slow: [] },
  { words: ['decode', UNSIGNED, '--json'], ends: 0, slow: [] },
  { words: ['status'], ends: 4, slow: [] },
  { words: ['serve', '--help'], ends: 0, slow: [] },
  { words: ['keys', 'generate', '--alg', 'ES256', '--print'], ends: 0, slow: ['stream', 'crypto'] },
])('`authctl $words` loads $slow of what Node.js is slow to load', ({ words, ends, slow }) => {
  expect(slowModulesOf(...words)).toEqual({ ends, slow });
});
