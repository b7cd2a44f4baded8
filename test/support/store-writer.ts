/**
 * A process that changes one stored session again and again, and tells of each time that it is stored.
 *
 * Built and started by `test/integration/session/crash.test.ts`, which kills it. Arguments: the folder of the store, how
 * often (0: until it is killed). `KILL_BEFORE=N`: it kills itself before the Nth thing it does to a file.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { argv, env, kill, pid, stdout } from 'node:process';
import { tokenSession } from '../unit/session/sessions.js';

const MUTATING = [
  'openSync',
  'writeSync',
  'writeFileSync',
  'fsyncSync',
  'renameSync',
  'rmSync',
  'unlinkSync',
] as const;
const MUTATING_LATER = ['writeFile', 'link', 'rm', 'open'] as const;

const [folder = '', times = '0'] = argv.slice(2);
let left = Number(env.KILL_BEFORE ?? Number.POSITIVE_INFINITY);

/** Counts what is done to files, and ends this process as `kill -9` would, before the thing that is meant. */
function counting<Args extends unknown[], Result>(
  call: (...args: Args) => Result,
): (...args: Args) => Result {
  return (...args) => {
    left -= 1;
    if (left === 0) kill(pid, 'SIGKILL');
    return call(...args);
  };
}

const patch = (holder: object, name: string) => {
  const methods = holder as Record<string, (...args: unknown[]) => unknown>;
  const call = methods[name];
  if (call) methods[name] = counting(call.bind(holder));
};
for (const name of MUTATING) patch(fs, name);
for (const name of MUTATING_LATER) patch(fs.promises, name);
syncBuiltinESMExports();

// From here on, so that what it imports finds the counted ones.
const { fileStoreIn } = await import('../support/file-store.js');
const store = fileStoreIn(folder, { passphrase: () => 'correct horse' });
for (let count = 1; times === '0' || count <= Number(times); count += 1) {
  await store.replace(tokenSession({ createdAt: count }));
  stdout.write(`${count}\n`);
}
