/**
 * Measures `authctl probe` against a server on this machine, in a process of its own: requests a second beside a bare loop
 * of undici and beside wrk or hey, asked in turn, by the server's clock; and the most memory that a run takes, every
 * report written.
 *
 * Usage: `npm run bench:probe [-- [--cells N] [--rounds N]]`; default: 10 roles x 1,000 routes, three rounds. From 100,000
 * cells on there are 100 subjects, and one round without a comparison.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { cells: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '3' } },
});
const cells = Number(values.cells);
const isLarge = cells >= 100_000;
const subjects = isLarge ? 100 : 10;
const rounds = isLarge ? 1 : Number(values.rounds);
const routes = Math.ceil(cells / subjects);
const CONCURRENCY = 16;
const REPORTS = ['text', 'json', 'ndjson', 'junit', 'sarif', 'markdown', 'html', 'csv', 'github'];
const AUTHCTL = resolve('bin/authctl.js');

const folder = mkdtempSync(join(tmpdir(), 'authctl-bench-'));
const server = spawn(process.execPath, ['scripts/bench/probed-server.mjs'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
const origin = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;

const names = Array.from({ length: subjects }, (_, at) => `subject-${at}`);
const routeLines = Array.from({ length: routes }, (_, at) => `GET /group-${at % 40}/thing-${at}`);
writeFileSync(join(folder, 'routes.txt'), routeLines.join('\n'));
writeFileSync(
  join(folder, 'authctl.yaml'),
  [
    'version: 1',
    `api: ${origin}`,
    'subjects:',
    ...names.map(
      (name, at) =>
        `  ${name}: { role: role-${at % 10}, login: { headers: { authorization: Bearer ${name} } } }`,
    ),
    '',
  ].join('\n'),
);

interface Measured {
  /** Requests a second, by the server's clock. */
  readonly rate: number;
  readonly requests: number;
  /** From start to end of the process. */
  readonly seconds: number;
  /** Resident, in MB; of Linux only. */
  readonly peakMB: number;
}

async function measured(command: string, args: readonly string[], env = process.env): Promise<Measured> {
  const from = performance.now();
  const program = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, peakOf(program));
  }, 20);
  await once(program, 'exit');
  clearInterval(timer);
  const seconds = (performance.now() - from) / 1_000;
  const stats = (await (await fetch(`${origin}/stats`)).json()) as { requests: number; ms: number };
  return { rate: (stats.requests / stats.ms) * 1_000, requests: stats.requests, seconds, peakMB: peak };
}

function peakOf({ pid }: ChildProcess): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1_024;
  } catch {
    return 0;
  }
}

const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
const env = { ...environment, AUTHCTL_HOME: join(folder, 'home'), CI: 'true' };
const probeArgs = (reports: readonly string[]) => [
  ...[AUTHCTL, 'probe', '--quiet', '--routes', 'routes.txt', '--no-anonymous'],
  ...['--concurrency', String(CONCURRENCY)],
  ...reports.flatMap((format) => ['--report', `${format}=report.${format}`]),
];
const wrk = spawnSync('wrk', ['--version']).error ? undefined : 'wrk';
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const shown = (what: string, { rate, requests, seconds, peakMB }: Measured): void =>
  console.log(
    `${what.padEnd(12)} ${rate.toFixed(0).padStart(6)} requests/s  ${requests} requests, ${seconds.toFixed(1)} s in all, peak ${peakMB.toFixed(0)} MB`,
  );

const known = spawnSync(process.execPath, [AUTHCTL, 'probe', '--report', 'none'], {
  encoding: 'utf8',
  cwd: folder,
  env,
});
const formats = REPORTS.filter((format) => known.stderr.split(/[\s,]+/).includes(format));
console.log(
  `${subjects} subjects x ${routes} routes, ${CONCURRENCY} at a time; wrk: ${wrk ? 'there' : 'not there, left out'}`,
);
const ratios: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const probed = await measured(process.execPath, probeArgs(isLarge ? formats : ['json']), env);
  shown('probe', probed);
  if (isLarge) continue;
  const bare = [
    resolve('scripts/bench/bare-client.mjs'),
    origin,
    String(probed.requests),
    String(CONCURRENCY),
  ];
  const loop = await measured(process.execPath, bare);
  shown('bare undici', loop);
  ratios.push(probed.rate / loop.rate);
  if (wrk)
    shown('wrk', await measured(wrk, ['-t1', `-c${CONCURRENCY}`, '-d2s', `${origin}/group-1/thing-1`]));
}
if (isLarge) {
  for (const format of formats) {
    console.log(`report ${format}: ${(statSync(join(folder, `report.${format}`)).size / 1e6).toFixed(1)} MB`);
  }
} else console.log(`probe / bare undici: ${median(ratios).toFixed(2)} (median of ${rounds}; aim: 0.6)`);
server.kill();
rmSync(folder, { recursive: true });
