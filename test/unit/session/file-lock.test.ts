import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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

test('the lock of a process that died is taken over by one of many', async () => {
  await writeFile(lock, '');
  const longAgo = (await stat(lock)).mtimeMs / 1000 - 60;
  await utimes(lock, longAgo, longAgo);
  let inside = 0;
  const work = () =>
    holdingLock(lock, async () => {
      inside += 1;
      const alone = inside === 1;
      await stat(lock);
      inside -= 1;
      return alone;
    });
  expect(await Promise.all(Array.from({ length: 5 }, work))).toEqual([true, true, true, true, true]);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that is not there is told', async () => {
  await expect(holdingLock(join(folder, 'none', 'lock'), async () => 1)).rejects.toMatchObject({
    code: 'STORE_UNUSABLE',
  });
});
