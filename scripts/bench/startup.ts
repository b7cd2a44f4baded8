/**
 * Measures how long short commands take, as ratios to an empty Node.js program on the same machine.
 *
 * Each round runs every program once, in turn, so that what slows the machine slows all of them alike; medians are
 * compared. Start-up is a feature, and this is how it is watched; no test fails on time.
 *
 * Usage: `npm run bench:startup [-- rounds]`; `AUTHCTL_NODE` names another Node.js.
 */
import { spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const rounds = Number(process.argv[2] ?? 25);
const node = process.env.AUTHCTL_NODE ?? process.execPath;
const place = mkdtempSync(join(tmpdir(), 'authctl-bench-'));
const program = resolve('bin/authctl.js');

const secret = randomBytes(32).toString('base64url');
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = {
  sub: '2',
  id: 2,
  username: 'agus',
  role: 'reader',
  exp: Math.floor(Date.now() / 1000) + 3600,
};
const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
const token = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
writeFileSync(join(place, 'empty.js'), '');
writeFileSync(join(place, 'empty.mjs'), '');
writeFileSync(join(place, 'secret'), secret);

/** `status` without a session ends with 4; it has looked for one by then. */
const EXPECTED = new Set([0, 4]);

const programs: Readonly<Record<string, readonly string[]>> = {
  'empty program': [join(place, 'empty.js')],
  'empty ES module': [join(place, 'empty.mjs')],
  'authctl --version': [program, '--version'],
  'authctl --help': [program, '--help'],
  'authctl decode TOKEN': [program, 'decode', token],
  'authctl verify TOKEN': [program, 'verify', token, '--secret-file', join(place, 'secret')],
  'authctl status': [program, 'status'],
};

function milliseconds(name: string, words: readonly string[]): number {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(node, words, {
    cwd: place,
    env: { PATH: process.env.PATH, AUTHCTL_HOME: place, LANG: 'C.UTF-8' },
    encoding: 'utf8',
  });
  const took = Number(process.hrtime.bigint() - started) / 1e6;
  if (status === null || !EXPECTED.has(status)) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return took;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

try {
  const times = new Map(Object.keys(programs).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, words] of Object.entries(programs)) times.get(name)?.push(milliseconds(name, words));
  }
  const empty = median(times.get('empty program') ?? []);
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  process.stdout.write(`medians of ${rounds} rounds, Node.js ${version}\n`);
  for (const [name, values] of times) {
    const ms = median(values);
    process.stdout.write(`${name.padEnd(22)} ${ms.toFixed(1).padStart(7)} ms  ${(ms / empty).toFixed(2)}\n`);
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
