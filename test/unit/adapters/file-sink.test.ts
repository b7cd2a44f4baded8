import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileSink } from '../../../src/adapters/file-sink.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authctl-sink-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a file is there once it is whole', async () => {
  const path = join(folder, 'a');
  await writeFile(path, 'old');
  const sink = await createFileSink(path);
  await sink.write(Buffer.from([1, 2]));
  await sink.write(Buffer.from([255]));
  expect(await readFile(path, 'utf8')).toBe('old');
  await sink.finish();
  expect(await readFile(path)).toEqual(Buffer.from([1, 2, 255]));
  expect(await readdir(folder)).toEqual(['a']);
});

test('what is not wanted leaves nothing behind', async () => {
  const path = join(folder, 'a');
  await writeFile(path, 'old');
  const sink = await createFileSink(path);
  await sink.write(Buffer.from('new'));
  await sink.discard();
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['a']);
});

test.skipIf(process.platform === 'win32')('a device stays one', async () => {
  const sink = await createFileSink('/dev/null');
  await sink.write(Buffer.from('gone'));
  await sink.finish();
  expect(await readFile('/dev/null', 'utf8')).toBe('');
});

test.skipIf(process.platform === 'win32')('a link stays one, and what it leads to is replaced', async () => {
  await writeFile(join(folder, 'a'), 'old');
  await symlink('a', join(folder, 'link'));
  const sink = await createFileSink(join(folder, 'link'));
  await sink.write(Buffer.from('new'));
  await sink.finish();
  expect(await readlink(join(folder, 'link'))).toBe('a');
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['a', 'link']);
});

test('a folder, and a file in none', async () => {
  await mkdir(join(folder, 'b'));
  const failure = (path: string) => createFileSink(path).catch(({ code, message }) => [code, message]);
  const [inFolder, inNone] = [join(folder, 'b'), join(folder, 'none', 'c')];
  expect(await failure(inFolder)).toEqual(['FILE_UNWRITABLE', `cannot write ${inFolder}: it is a folder`]);
  expect(await failure(inNone)).toEqual([
    'FILE_UNWRITABLE',
    `cannot write ${inNone}: there is no such folder`,
  ]);
});
