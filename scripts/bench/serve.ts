/**
 * Measures `authctl serve` beside a bare node:http program that does the same work with the same library: requests a
 * second of a guarded route, of `POST /login` and of client credentials; start to first answer; memory when idle, and
 and are asked in turn; medians of the ratios are compared, by the clock and by
 * the processor time of the servers.
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

/** Processor time that a process has taken so far, of all its threads, in seconds. */
function processorTime({ program: { pid } }: Subject): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
/** A second, in what `/proc` counts by (USER_HZ, proc_pid_stat(5)). */
const TICKS = 100;

interface Rate {
  /** Requests a second, by the clock. */
  readonly clock: number;
  /** Requests a second of the server's processor time: what others do on the machine hardly changes it. */
  readonly processor: number;
}

async function rate(pool: Pool, subject: Subject, load: Load, token: string): Promise<Rate> {
  const from = performance.now();
  const taken = processorTime(subject);
  const until = from + seconds * 1000;
  let count = 0;
  const worker = async () => {
    for (; performance.now() < until; count += 1) await send(pool, load, token);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return {
    clock: (count / (performance.now() - from)) * 1000,
    processor: count / (processorTime(subject) - taken),
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Resident memory of a process in MiB. */
const memory = ({ program: { pid } }: Subject): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const line = (what: string, ...values: readonly string[]) =>
  console.log([what.padEnd(40), ...values.map((value) => value.padStart(16))].join(''));

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
/** @param source - what gives the token to ask with. */
async function compare(what: string, load: Load, source: Load): Promise<void> {
  const [ours, theirs] = (await Promise.all(
    pools.map(async (pool) => tokenFrom(await send(pool, source, ''))),
  )) as [string, string];
  const pairs: [Rate, Rate][] = [];
  for (let round = 0; round < rounds; round += 1) {
    pairs.push([await rate(pools[0], authctl, load, ours), await rate(pools[1], bare, load, theirs)]);
  }
  for (const by of ['clock', 'processor'] as const) {
    const [own, other] = [median(pairs.map(([one]) => one[by])), median(pairs.map(([, two]) => two[by]))];
    const ratio = median(pairs.map(([one, two]) => one[by] / two[by]));
    line(`${what}, 1/s by the ${by}`, own.toFixed(0), other.toFixed(0), ratio.toFixed(2));
  }
}

await compare('guarded route', guarded, login);
await compare('POST /login', login, login);
await compare('client credentials', credentials, credentials);
// From here on the engine is loaded: it follows requests through promises, which slows all of them on Node.js 20.
await compare('guarded route after it', guarded, login);

await Promise.all(pools.map((pool) => pool.destroy()));
for (const { program } of [authctl, bare]) program.kill();
