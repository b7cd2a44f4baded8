import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Programs of the npm registry that are too large for a development dependency; `npm run test:interop` installs them. The
 * newest versions that run on Node.js 20.
 */
export const REGISTRY_PROGRAMS = {
  dependencies: { 'node-red': '4.1.8', verdaccio: '6.1.6' },
  // A part of verdaccio asks for it by a tag, which not every mirror of the registry has.
  overrides: { 'node-fetch': '2.7.0' },
} as const;

/** Where they are installed. */
export const PROGRAMS_FOLDER = resolve('node_modules/.cache/authctl-interop');

/** Installs them where they are missing. @returns why that could not be done; undefined where they are there. */
export function installPrograms(): string | undefined {
  const names = Object.keys(REGISTRY_PROGRAMS.dependencies);
  if (names.every((name) => existsSync(join(PROGRAMS_FOLDER, 'node_modules', name)))) return undefined;
  mkdirSync(PROGRAMS_FOLDER, { recursive: true });
  writeFileSync(
    join(PROGRAMS_FOLDER, 'package.json'),
    JSON.stringify({ private: true, ...REGISTRY_PROGRAMS }),
  );
  const quick = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
  const { status, stderr } = spawnSync('npm', ['install', ...quick], {
    cwd: PROGRAMS_FOLDER,
    encoding: 'utf8',
  });
  return status === 0 ? undefined : (stderr.trim().split('\n').at(-1) ?? 'npm failed');
}

/** Why the tests of a program cannot run; empty where they can. */
export function missingProgram(name: keyof typeof REGISTRY_PROGRAMS.dependencies): string {
  if (!process.env.INTEROP) return 'npm run test:interop starts it';
  return existsSync(join(PROGRAMS_FOLDER, 'node_modules', name)) ? '' : `${name} is not installed`;
}

/** What is installed with them. */
export const requireFromPrograms = createRequire(join(PROGRAMS_FOLDER, 'package.json'));

export interface RunningProgram {
  /** Without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

interface Start {
  /** The program's file below `node_modules`. */
  readonly program: string;
  /** Files by name, for the folder that it runs in. */
  files(port: number): Readonly<Record<string, string>>;
  argv(port: number): readonly string[];
  /** Answers once it is ready. */
  readonly path: string;
}

const LIMIT_MS = 25_000;

/** @throws {Error} with what it wrote where it does not start. */
export async function startProgram({ program, files, argv, path }: Start): Promise<RunningProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'authctl-program-'));
  const port = await freePort();
  for (const [name, text] of Object.entries(files(port))) await writeFile(join(folder, name), text);
  const child = spawn(process.execPath, [join(PROGRAMS_FOLDER, 'node_modules', program), ...argv(port)], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text));
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  for (const until = Date.now() + LIMIT_MS; Date.now() < until && child.exitCode === null; ) {
    await new Promise((done) => setTimeout(done, 100));
    const answer = await fetch(url + path).catch(() => undefined);
    if (answer) return { url, close };
  }
  await close();
  throw new Error(`${program} does not start:\n${said.slice(0, 2_000)}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
