import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What a run took, in seconds. */
export interface Taken {
  /** Of the processor, all threads together: unlike the clock, other programs on the machine hardly change it. */
  readonly processor: number;
  readonly clock: number;
}

/** Loaded before a program: writes down how much of the processor it took. */
const RECORDER = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('node:fs').writeFileSync(process.env.TAKEN, String((user + system) / 1e6));
});`;

/**
 * Runs authctl, as it was built, to its end and measures it; its output is thrown away.
 *
 * @param place - a folder for its files.
 * @param input - a file for its standard input.
 * @throws {Error} where it fails.
 */
export function measuredRun(place: string, input: string, args: readonly string[]): Taken {
  const [recorder, taken] = [join(place, 'recorder.cjs'), join(place, 'taken')];
  writeFileSync(recorder, RECORDER);
  const started = performance.now();
  ranWell(input, ['--require', recorder, resolve('bin/authctl.js'), ...args], {
    PATH: process.env.PATH,
    AUTHCTL_HOME: place,
    LANG: 'C.UTF-8',
    TAKEN: taken,
  });
  const clock = (performance.now() - started) / 1e3;
  return { processor: Number(readFileSync(taken, 'utf8')), clock };
}

/** Runs a program that measures itself. @returns the number that it prints. @throws {Error} where it fails. */
export const ownMeasure = (input: string, args: readonly string[]): number =>
  Number(ranWell(input, args, { PATH: process.env.PATH }, 'pipe'));

function ranWell(
  input: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: 'ignore' | 'pipe' = 'ignore',
): string {
  const stdin = openSync(input, 'r');
  const options = { stdio: [stdin, output, 'pipe'], env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    ...options,
    stdio: [...options.stdio],
  });
  closeSync(stdin);
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout ?? '';
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
