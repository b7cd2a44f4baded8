/**
 * Measures how many candidates a second of processor time the search for a secret tries, as a ratio to a bare `createHmac` loop, on one
 * thread and on every core; the built program's workers do it, reading, splitting and handing over included.
 *
 * The bare loop runs on as many threads as the search does, right before and after it, so that what slows the machine
 * slows both. Aim: 0.8 of the bare loop on each number of threads.
 *
 * Usage: `npm run bench:crack [-- candidates]`.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createWorkerPool } from '../../src/adapters/worker-pool.js';
import { crack } from '../../src/token/crack/crack.js';
import { hmacTarget } from '../../src/token/crack/hmac-target.js';
import type { TriedLines } from '../../src/token/crack/try-lines.js';

const candidates = Number(process.argv[2] ?? 400_000);
const ROUNDS = 5;
const CHUNK_LINES = 20_000;

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = {
  iss: 'https://login.example.com',
  sub: '2',
  aud: 'https://api.example.com',
  role: 'reader',
  exp: 2e9,
};
const input = `${encoded({ alg: 'HS256', typ: 'at+jwt' })}.${encoded(claims)}`;
const token = `${input}.${createHmac('sha256', randomBytes(32)).update(input).digest('base64url')}`;

async function* wordList(): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < candidates; start += CHUNK_LINES) {
    const lines = Array.from(
      { length: Math.min(CHUNK_LINES, candidates - start) },
      (_, at) => `candidate-${start + at}\n`,
    );
    yield Buffer.from(lines.join(''));
  }
}

/** Processor time of all threads: unlike the clock, other programs on the machine hardly change it. */
function secondsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

/** Candidates a second of the program's own search. */
async function searched(threads: number): Promise<number> {
  const target = hmacTarget(token);
  const pool = createWorkerPool<Uint8Array<ArrayBuffer>, TriedLines>(
    new URL('../../dist/program/crack-worker.js', import.meta.url),
    target,
    threads,
  );
  const list = { path: 'candidates', chunks: wordList(), pool };
  const started = process.cpuUsage();
  const { tried, secret } = await crack(target, { wordList: list, signal: new AbortController().signal });
  if (secret !== undefined) throw new Error('found a secret that is not there');
  return tried / secondsSince(started);
}

const BARE_LOOP = `
const { createHmac } = require('node:crypto');
const { parentPort, workerData: { input, from, to } } = require('node:worker_threads');
const signature = createHmac('sha256', 'other').update(input).digest();
const started = performance.now();
let found = 0;
for (let at = from; at < to; at += 1) {
  if (createHmac('sha256', 'candidate-' + at).update(input).digest().equals(signature)) found += 1;
}
parentPort.postMessage({ found, ms: performance.now() - started });
`;

/** Candidates a second of nothing but createHmac, shared out beforehand. */
async function bare(threads: number): Promise<number> {
  const share = Math.floor(candidates / threads);
  const started = process.cpuUsage();
  await Promise.all(
    Array.from(
      { length: threads },
      (_, at) =>
        new Promise((resolve, reject) => {
          const workerData = { input, from: at * share, to: (at + 1) * share };
          new Worker(BARE_LOOP, { eval: true, workerData }).once('message', resolve).once('error', reject);
        }),
    ),
  );
  return (share * threads) / secondsSince(started);
}

const cores = availableParallelism();
process.stdout.write(`${candidates} candidates, HS256, Node.js ${process.version}, ${cores} cores\n`);
for (const threads of new Set([1, cores])) {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await bare(threads);
    const pace = await searched(threads);
    const reference = (before + (await bare(threads))) / 2;
    ratios.push(pace / reference);
    process.stdout.write(
      `${threads} thread(s): ${Math.round(pace)} a second, bare loop ${Math.round(reference)}, ratio ${(pace / reference).toFixed(2)}\n`,
    );
  }
  const median = ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  process.stdout.write(`${threads} thread(s): median ratio ${median.toFixed(2)}\n`);
}
