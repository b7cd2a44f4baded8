/**
 * Measures `authctl serve` beside a bare node:http program that does the same work with the same library: requests a
 * second of a guarded route, of `POST /login` and of client credentials; start to first answer; memory when idle, and
 * while tokens are issued. Both run at once and are asked in turn; medians of the ratios are compared.
 *
 * Usage: `npm run bench:serve [-- seconds [rounds [tokens]]]`; tokens: how many are issued for the memory curve (500000).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Pool } from 'undici';

const seconds = Number(process.argv[2] ?? 2);
const rounds = Number(process.argv[3] ?? 5);
const tokens = Number(process.argv[4] ?? 500_000);
const CONNECTIONS = 16;

interface Subject {
  readonly program: ChildProcess;
  readonly url: string;
  /** From the start of the process to the first answer, in milliseconds. */
  readonly startedMs: number;
}

async function start(args: readonly string[]): Promise<Subject> {
  const from = performance.now();
  const program = spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(
    createInterface({ input: program.stdout as NodeJS.ReadableStream }),
    'line',
  )) as [string];
  const url = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
  await (await fetch(`${url}/me`)).text().catch(() => undefined);
  return { program, url, startedMs: performance.now() - from };
}

const AUTHCTL = ['bin/authctl.js', 'serve', '--port', '0', '--ephemeral', '--json', '--log', 'none'];
const BARE = ['scripts/bench/bare-server.mjs'];

interface Load {
  readonly what: string;
  readonly request: (token: string) => {
    method: 'GET' | 'POST';
    path: string;
    headers: Record<string, string>;
    body?: string;
  };
}

const basic = `Basic ${btoa('demo-service:demo-service-secret')}`;
const credentials: Load = {
  what: 'client credentials',
  request: () => ({
    method: 'POST',
    path: '/oauth/token',
    headers: { authorization: basic, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&scope=articles:read',
  }),
};
const login: Load = {
  what: 'POST /login',
  request: () => ({
    method: 'POST',
    path: '/login',
    headers: { 'content-type': 'application/json' },
    body: '{"username":"agus","password":"agus-demo"}',
  }),
};
const guarded: Load = {
  what: 'guarded route',
  request: (token) => ({ method: 'GET', path: '/me', headers: { authorization: `Bearer ${token}` } }),
};

async function send(pool: Pool, load: Load, token: string): Promise<string> {
  const { statusCode, body } = await pool.request(load.request(token));
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${load.what}: ${statusCode} ${text}`);
  return text;
}

const tokenFrom = (text: string) => (JSON.parse(text) as { access_token: string }).access_token;

/** Requests a second. */
async function rate(pool: Pool, load: Load, token: string): Promise<number> {
  const from = performance.now();
  const until = from + seconds * 1000;
  let count = 0;
  const worker = async () => {
    for (; performance.now() < until; count += 1) await send(pool, load, token);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return (count / (performance.now() - from)) * 1000;
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Resident memory of a process in MiB. */
const memory = ({ program: { pid } }: Subject): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const line = (what: string, ...values: readonly string[]) =>
  console.log([what.padEnd(30), ...values.map((value) => value.padStart(16))].join(''));

const starts = { authctl: [] as number[], bare: [] as number[] };
for (let round = 0; round < rounds; round += 1) {
  for (const [name, args] of [
    ['authctl', AUTHCTL],
    ['bare', BARE],
  ] as const) {
    const { program, startedMs } = await start(args);
    starts[name].push(startedMs);
    program.kill();
  }
}
const [authctl, bare] = [await start(AUTHCTL), await start(BARE)];
const pools = [authctl, bare].map(({ url }) => new Pool(url, { connections: CONNECTIONS })) as [Pool, Pool];
const idle = [memory(authctl), memory(bare)] as const;

line('', 'authctl serve', 'bare node:http', 'ratio');
line(
  'start to first answer, ms',
  median(starts.authctl).toFixed(0),
  median(starts.bare).toFixed(0),
  (median(starts.authctl) / median(starts.bare)).toFixed(2),
);
line('idle, MiB', idle[0].toFixed(0), idle[1].toFixed(0), (idle[0] / idle[1]).toFixed(2));
for (const load of [guarded, login, credentials]) {
  const [ours, theirs] = (await Promise.all(
    pools.map(async (pool) => tokenFrom(await send(pool, credentials, ''))),
  )) as [string, string];
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds; round += 1) {
    pairs.push([await rate(pools[0], load, ours), await rate(pools[1], load, theirs)]);
  }
  const [own, other] = [median(pairs.map(([one]) => one)), median(pairs.map(([, two]) => two))];
  const ratio = median(pairs.map(([one, two]) => one / two));
  line(`${load.what}, 1/s`, own.toFixed(0), other.toFixed(0), ratio.toFixed(2));
}

const curve = [memory(authctl)];
for (let issued = 0; issued < tokens; ) {
  const step = Math.min(tokens / 10, tokens - issued);
  let left = step;
  const worker = async () => {
    while (left-- > 0) await send(pools[0], credentials, '');
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  issued += step;
  curve.push(memory(authctl));
}
line(`MiB while ${tokens} tokens are issued`, curve.map((value) => value.toFixed(0)).join(' '));

await Promise.all(pools.map((pool) => pool.destroy()));
for (const { program } of [authctl, bare]) program.kill();
