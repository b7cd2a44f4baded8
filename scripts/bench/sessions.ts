/**
 * Measures how long `authctl token` takes with a fresh stored token, for each way to keep sessions, as a ratio to an
 * empty Node.js program on the same machine.
 *
 * Each round runs every program once, in turn, so that what slows the machine slows all of them alike; medians are
 * compared. The keyring is GNOME Keyring on a bus of its own, where that is installed
 * (`npm run test:interop` installs it); else it is said to be left out.
 *
 * Usage: `npm run bench:sessions [-- rounds]`
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isThere } from '../../test/interop/is-there.js';
import { SecretService } from '../../test/interop/secret-service.js';
import { median } from './measured-run.js';

const rounds = Number(process.argv[2] ?? 15);
const place = mkdtempSync(join(tmpdir(), 'authctl-bench-'));
const hasKeyring =
  process.platform === 'linux' && isThere('command -v dbus-daemon && command -v gnome-keyring-daemon');
const desktop = hasKeyring ? await SecretService.start() : undefined;

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const exp = Math.floor(Date.now() / 1_000) + 86_400;
const token = `${part({ alg: 'none' })}.${part({ sub: '2', username: 'agus', role: 'reader', exp })}.`;

interface Measured {
  readonly name: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const base = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' };
const program = resolve('bin/authctl.js');

/** A stored session of agus whose token lasts a day. */
function tokenFrom(
  storage: 'file' | 'encrypted-file' | 'keyring',
  more: Readonly<Record<string, string>>,
): Measured {
  const home = join(place, storage);
  const env = { ...base, ...more, AUTHCTL_HOME: home };
  mkdirSync(join(home, 'config'), { recursive: true, mode: 0o700 });
  const session = {
    name: 'agus',
    server: 'http://127.0.0.1:4455',
    flow: 'token',
    username: 'agus',
    role: 'reader',
    credential: { kind: 'bearer', accessToken: token, expiresAt: exp },
    createdAt: exp - 86_400,
  };
  const document = { version: 1, current: 'agus', sessions: [session] };
  writeFileSync(join(home, 'config', 'sessions.json'), JSON.stringify(document), { mode: 0o600 });
  if (storage !== 'file') run({ name: storage, words: [program, 'use', '--storage', storage], env });
  return { name: `authctl token, ${storage}`, words: [program, 'token'], env };
}

/** @returns milliseconds. */
function run({ name, words, env }: Measured): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
  const took = performance.now() - started;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return took;
}

try {
  writeFileSync(join(place, 'empty.js'), '');
  const programs: readonly Measured[] = [
    { name: 'empty program', words: [join(place, 'empty.js')], env: base },
    tokenFrom('file', {}),
    tokenFrom('encrypted-file', { AUTHCTL_PASSPHRASE: 'correct horse' }),
    ...(desktop ? [tokenFrom('keyring', desktop.env)] : []),
  ];
  const times = programs.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, measured] of programs.entries()) times[at]?.push(run(measured));
  }
  const medians = times.map(median);
  console.log(`medians of ${rounds} rounds, Node.js ${process.version}`);
  for (const [at, { name }] of programs.entries()) {
    const ms = medians[at] ?? Number.NaN;
    console.log(
      `${name.padEnd(30)} ${ms.toFixed(1).padStart(7)} ms  ${(ms / (medians[0] ?? Number.NaN)).toFixed(2)}`,
    );
  }
  if (!desktop)
    console.log('authctl token, keyring: left out, gnome-keyring-daemon and dbus-daemon are not installed');
} finally {
  await desktop?.stop();
  rmSync(place, { recursive: true, force: true });
}
