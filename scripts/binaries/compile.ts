import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PARTS, writeProgram } from '../program-bundle.js';
import { lockedPackage, packageFolder } from './registry-package.js';
import { RUNTIME_VERSION, type Target, targetHere } from './targets.js';

/** Below it everything stands as it does in the package, so that the program finds what comes with it. */
export const SOURCES = 'node_modules/.cache/authctl/binary';
const PROGRAM = `${SOURCES}/dist/program`;

/** The program as CommonJS files whose names stay: each part of it is called by its name in the binary. */
export async function writeSources(): Promise<void> {
  rmSync(SOURCES, { recursive: true, force: true });
  mkdirSync(SOURCES, { recursive: true });
  await writeProgram({ binary: 'src/binary.ts' }, PROGRAM, (name) => `${name}.js`, {
    'import.meta.url': 'globalThis.authctlProgram',
    // Else it would be a path of the machine that it is built on.
    __filename: 'globalThis.authctlProgram',
  });
  cpSync('LICENSE', `${SOURCES}/LICENSE`);
  const others = readFileSync('THIRD-PARTY-LICENSES.txt', 'utf8');
  writeFileSync(`${SOURCES}/THIRD-PARTY-LICENSES.txt`, [others, ...addedLicences()].join('\n\n'));
}

/** What a binary has inside beyond what the package has. */
function addedLicences(): readonly string[] {
  const keyring = lockedPackage('@napi-rs/keyring');
  const native = packageFolder(lockedPackage('@napi-rs/keyring-linux-x64-gnu'));
  return [
    titled(`bun ${RUNTIME_VERSION} (MIT)`, readFileSync('scripts/binaries/runtime-licence.txt', 'utf8')),
    titled(`@napi-rs/keyring ${keyring.version} (MIT)`, thirdPartyOf(native)),
  ];
}

const titled = (title: string, text: string): string =>
  `${title}\n${'-'.repeat(title.length)}\n\n${text.trim()}\n`;

function thirdPartyOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder} has no licence`);
  return readFileSync(join(folder, file), 'utf8');
}

/** Makes the binary of one target out of the sources. */
export function compile(target: Target, outFile: string): void {
  const place = mkdtempSync(join(tmpdir(), 'authctl-binary-'));
  try {
    cpSync(SOURCES, place, { recursive: true });
    addKeyring(target, place);
    const parts = Object.keys(PARTS).map((name) => `dist/program/${name}.js`);
    execFileSync(
      compiler(),
      [
        'build',
        ...['--compile', '--bytecode', '--format=cjs', `--target=bun-${runtimeName(target)}`],
        `--compile-executable-path=${runtimeOf(target)}`,
        ...['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig'],
        ...['--root=.', '--asset=LICENSE', '--asset=THIRD-PARTY-LICENSES.txt'],
        `--outfile=${resolve(outFile)}`,
        ...['dist/program/binary.js', ...parts],
      ],
      { cwd: place, stdio: ['ignore', 'pipe', 'inherit'] },
    );
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The native library, under the name that the program knows. */
function addKeyring({ keyring }: Target, place: string): void {
  const folder = packageFolder(lockedPackage(keyring));
  const library = readdirSync(folder).find((name) => name.endsWith('.node'));
  if (!library) throw new Error(`${keyring} has no library`);
  const own = join(place, 'node_modules/@napi-rs/keyring');
  mkdirSync(own, { recursive: true });
  cpSync(join(folder, library), join(own, library));
  writeFileSync(join(own, 'package.json'), JSON.stringify({ name: '@napi-rs/keyring', main: library }));
}

const runtimeName = ({ runtime }: Target): string => runtime.name.replace('@oven/bun-', '');

function runtimeOf({ runtime }: Target): string {
  const folder = packageFolder(runtime);
  const file = ['bin/bun', 'bin/bun.exe'].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (!file) throw new Error(`${runtime.name} has no runtime in it`);
  return resolve(file);
}

/** The runtime of this machine compiles for all of them. */
function compiler(): string {
  const here = targetHere();
  if (!here) throw new Error(`no runtime is known for ${process.platform} on ${process.arch}`);
  return runtimeOf(here);
}
