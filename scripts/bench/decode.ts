/**
 * Measures how many tokens a second `decode --lines` reads, beside a bare loop of `JSON.parse` over the payloads of the
 * same tokens, already decoded.
 *
 * Both run in turn, so that what slows the machine slows both alike; medians of the rounds are compared. The time of
 * `decode` is that of the whole program, start-up, reading and writing included. No test fails on time.
 *
 * Usage: `npm run bench:decode [-- rounds [tokens]]`; `AUTHCTL_NODE` names another Node.js.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const rounds = Number(process.argv[2] ?? 9);
const count = Number(process.argv[3] ?? 200_000);
const node = process.env.AUTHCTL_NODE ?? process.execPath;
const place = mkdtempSync(join(tmpdir(), 'authctl-bench-'));
const [input, bare] = [join(place, 'tokens.txt'), join(place, 'bare.mjs')];

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What issuers write: times, a role, a scope, an id of its own; a signature of 64 bytes. */
function token(index: number): string {
  const iat = 1_767_225_600 + index;
  const claims = {
    iss: 'https://login.example.com',
    sub: String(index),
    aud: 'https://api.example.com',
    iat,
    exp: iat + 600,
    id: index,
    username: 'agus',
    role: index % 10 === 0 ? 'editor' : 'reader',
    scope: 'articles:read articles:write',
    jti: randomBytes(16).toString('base64url'),
  };
  const header = { alg: 'ES256', typ: 'at+jwt', kid: 'key-1' };
  return `${encoded(header)}.${encoded(claims)}.${randomBytes(64).toString('base64url')}`;
}

/** Prints how many milliseconds the loop took, after one round to warm up. */
const BARE = `
import { readFileSync } from 'node:fs';
const texts = readFileSync(process.argv[2], 'utf8').trim().split('\\n')
  .map((token) => Buffer.from(token.split('.')[1], 'base64url').toString());
const loop = () => { let sum = 0; for (const text of texts) sum += JSON.parse(text).iat; return sum; };
loop();
const started = process.hrtime.bigint();
loop();
process.stdout.write(String(Number(process.hrtime.bigint() - started) / 1e6));
`;

function bareMs(): number {
  return Number(spawnSync(node, [bare, input], { encoding: 'utf8' }).stdout);
}

function decodeMs(): number {
  const stdin = openSync(input, 'r');
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(node, [resolve('bin/authctl.js'), 'decode', '--lines'], {
    stdio: [stdin, 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, AUTHCTL_HOME: place, LANG: 'C.UTF-8' },
    encoding: 'utf8',
  });
  const took = Number(process.hrtime.bigint() - started) / 1e6;
  closeSync(stdin);
  if (status !== 0) throw new Error(`decode --lines ended with ${status}: ${stderr}`);
  return took;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const perSecond = (ms: number): number => Math.round((count / ms) * 1_000);

try {
  writeFileSync(input, `${Array.from({ length: count }, (_, index) => token(index)).join('\n')}\n`);
  writeFileSync(bare, BARE);
  const programs = { 'JSON.parse of the payloads': bareMs, 'decode --lines': decodeMs };
  const times = new Map(Object.keys(programs).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(programs)) times.get(name)?.push(run());
  }
  const base = median(times.get('JSON.parse of the payloads') ?? []);
  const megabytes = (readFileSync(input).length / 1e6).toFixed(0);
  process.stdout.write(`${count} tokens (${megabytes} MB), medians of ${rounds} rounds\n`);
  for (const [name, values] of times) {
    const ms = median(values);
    process.stdout.write(
      `${name.padEnd(28)} ${String(perSecond(ms)).padStart(9)} /s  ${(base / ms).toFixed(2)}\n`,
    );
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
