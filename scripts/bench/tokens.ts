/**
 * Measures how many tokens a second `decode --lines` and `verify --lines` read, beside bare loops over the same tokens:
 * `JSON.parse` of payloads that are decoded already; `node:crypto` and jose, with the keys at hand.
 *
 * Each round runs everything once, in turn, so that what slows the machine slows all alike, and the medians of the rounds
 * are compared. What is measured is the time of the processor, of all threads. authctl reads the first fifth of the tokens,
 * and all: the difference is the time of tokens alone, with warm code and keys, reading and writing included; the loops
 * warm up on the same fifth.
 * Scaling with `--jobs` is measured by the clock, and is only worth reading on a machine with nothing else to do.
 *
 * Ends with what `bench:crack` measures.
 *
 * Usage: `npm run bench:tokens [-- rounds]`; a round takes about 25 seconds. No test fails on time.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { BARE_LOOPS } from './bare-loops.js';
import { measuredRun, median, ownMeasure, type Taken } from './measured-run.js';
import { decodeSample, type Sample, verifySamples } from './token-samples.js';

const rounds = Number(process.argv[2] ?? 3);
const place = mkdtempSync(join(tmpdir(), 'authctl-bench-'));
const bare = join(place, 'bare.mjs');

/** Seconds that one token takes. */
type Measure = () => Taken;

function contenders(sample: Sample, files: Files): ReadonlyMap<string, Measure> {
  const { alg, key } = sample;
  if (key === undefined) {
    return new Map([
      ['JSON.parse', library(files, 'parse')],
      ['decode --lines', authctl(sample, files, 'decode', '--lines')],
    ]);
  }
  const words = ['verify', '--lines', '-q', '--key', key];
  return new Map([
    ['node:crypto', library(files, 'crypto', alg, key)],
    ['jose', library(files, 'jose', alg, key)],
    ['verify --lines', authctl(sample, files, ...words)],
    ['verify --lines --jobs 2', authctl(sample, files, ...words, '--jobs', '2')],
  ]);
}

/** A sample, and the first fifth of it. */
interface Files {
  readonly whole: string;
  readonly part: string;
}

const library =
  ({ whole }: Files, ...words: readonly string[]): Measure =>
  () => ({ processor: ownMeasure(whole, [bare, ...words]), clock: Number.NaN });

const authctl =
  ({ tokens }: Sample, { part, whole }: Files, ...words: readonly string[]): Measure =>
  () => {
    const start = measuredRun(place, part, words);
    const all = measuredRun(place, whole, words);
    const more = tokens.length - partOf(tokens).length;
    return { processor: (all.processor - start.processor) / more, clock: (all.clock - start.clock) / more };
  };

const partOf = (tokens: readonly string[]): readonly string[] =>
  tokens.slice(0, Math.floor(tokens.length / 5));

function measure(sample: Sample): void {
  const files: Files = { part: join(place, 'part'), whole: join(place, 'whole') };
  writeFileSync(files.part, `${partOf(sample.tokens).join('\n')}\n`);
  writeFileSync(files.whole, `${sample.tokens.join('\n')}\n`);
  const measures = contenders(sample, files);
  const taken = new Map([...measures.keys()].map((name): [string, Taken[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, once] of measures) taken.get(name)?.push(once());
  }
  report(sample.alg, taken);
}

function report(alg: string, taken: ReadonlyMap<string, readonly Taken[]>): void {
  const processor = new Map([...taken].map(([name, of]) => [name, median(of.map((one) => one.processor))]));
  const best = Math.min(...[...processor].filter(([name]) => !name.includes('--')).map(([, took]) => took));
  for (const [name, took] of processor) {
    const rate = Math.round(1 / took).toLocaleString('en');
    const ratio = (best / took).toFixed(2);
    process.stdout.write(`${alg.padEnd(7)} ${name.padEnd(24)} ${rate.padStart(9)} a second  ${ratio}\n`);
  }
  const clock = (name: string) => median((taken.get(name) ?? []).map((one) => one.clock));
  const faster = clock('verify --lines') / clock('verify --lines --jobs 2');
  if (Number.isFinite(faster)) {
    process.stdout.write(`${alg.padEnd(7)} by the clock, --jobs 2 is ${faster.toFixed(2)} times as fast\n`);
  }
}

try {
  writeFileSync(bare, BARE_LOOPS);
  process.stdout.write(
    `Node.js ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, ${rounds} rounds\n`,
  );
  for (const sample of [decodeSample(), ...verifySamples(place)]) measure(sample);
  spawnSync(process.execPath, ['--import', 'tsx', 'scripts/bench/crack.ts'], { stdio: 'inherit' });
  process.stdout.write(`load ${loadavg()[0]?.toFixed(1)}\n`);
} finally {
  rmSync(place, { recursive: true, force: true });
}
