import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdingLock } from '../../../src/adapters/file-lock.js';

let folder: string;
let lock: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authctl-lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('one at a time', async () => {
  let inside = 0;
  let most = 0;
  const work = () =>
    holdingLock(lock, async () => {
      inside += 1;
      most = Math.max(most, inside);
      await stat(lock);
      inside -= 1;
    });
  await Promise.all(Array.from({ length: 10 }, work));
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('the lock is let go when the work fails', async () => {
  await expect(holdingLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await holdingLock(lock, async () => 'next')).toBe('next');
});

/** The id of a process that has ended. */
const deadProcess = (): number => spawnSync(process.execPath, ['--version']).pid;

const secondsAgo = async (seconds: number) => {
  const then = (await stat(lock)).mtimeMs / 1000 - seconds;
  await utimes(lock, then, then);
};

/** Five at once: whether each was alone. */
async function five(): Promise<readonly boolean[]> {
  let inside = 0;
  const work = () =>
    holdingLock(lock, async () => {
      inside += 1;
      const alone = inside === 1;
      await stat(lock);
      inside -= 1;
      return alone;
    });
  return Promise.all(Array.from({ length: 5 }, work));
}

test.for([
  {
    title: 'a process of this machine that died',
    content: () => `${hostname()} ${deadProcess()} ab12\n`,
    age: 0,
  },
  { title: 'another machine that was silent for a minute', content: () => 'elsewhere 1 ab12\n', age: 61 },
  { title: 'nobody knows whom, silent for a minute', content: () => '', age: 61 },
])('the lock of $title is taken over by one of many', async ({ content, age }) => {
  await writeFile(lock, content());
  await secondsAgo(age);
  await writeFile(`${lock}.ab12`, 'left by one that waited');
  await utimes(`${lock}.ab12`, 0, 0);
  expect(await five()).toEqual([true, true, true, true, true]);
  expect(await readdir(folder)).toEqual([]);
});

test('the lock of another machine that is dated in the future is taken over when it gives no sign of life', async () => {
  await writeFile(lock, 'elsewhere 1 ab12\n');
  await secondsAgo(-3_600);
  expect(await holdingLock(lock, async () => 'mine', { watchMs: 50 })).toBe('mine');
  expect(await readdir(folder)).toEqual([]);
});

test('a right to break that was left by a process that died is taken over too', async () => {
  for (const name of ['lock', 'lock.break']) {
    await writeFile(join(folder, name), `${hostname()} ${deadProcess()} ab12\n`);
  }
  expect(await five()).toEqual([true, true, true, true, true]);
  expect(await readdir(folder)).toEqual([]);
});

test.for([
  {
    title: 'a process that lives, however slow it is',
    content: `${hostname()} ${process.pid} ab12\n`,
    age: 50,
  },
  { title: 'another machine', content: 'elsewhere 1 ab12\n', age: 50 },
  { title: 'another machine, before the clock was set back,', content: 'elsewhere 1 ab12\n', age: -3_600 },
])('the lock of $title is waited for', async ({ content, age }) => {
  await writeFile(lock, content);
  await secondsAgo(age);
  await expect(holdingLock(lock, async () => 1, { patienceMs: 50 })).rejects.toMatchObject({
    code: 'STORE_UNUSABLE',
    message: `${lock} is held by another authctl`,
  });
  expect(await readdir(folder)).toEqual(['lock']);
});

test('a lock that another took over is not let go by who lost it', async () => {
  await holdingLock(lock, async () => {
    await rm(lock);
    await writeFile(lock, 'elsewhere 1 ab12\n');
  });
  expect(await readdir(folder)).toEqual(['lock']);
});

test('a folder that is not there is told', async () => {
  await expect(holdingLock(join(folder, 'none', 'lock'), async () => 1)).rejects.toMatchObject({
    code: 'STORE_UNUSABLE',
  });
});
