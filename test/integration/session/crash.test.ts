import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { rolldown } from 'rolldown';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FileKind } from '../../../src/session/storage-kind.js';
import { fileStoreIn } from '../../support/file-store.js';
import { tokenSession } from '../../unit/session/sessions.js';

/** How many writers are killed at some moment or other, for each kind of file. `KILLS=500` takes a few minutes. */
const KILLS = Number(process.env.KILLS ?? 5);

let built: string;
beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'authctl-writer-'));
  const bundle = await rolldown({ input: 'test/support/store-writer.ts', platform: 'node' });
  await bundle.write({ dir: built, format: 'esm', entryFileNames: 'writer.mjs' });
});
afterAll(() => rmSync(built, { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'authctl-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const agus = tokenSession({ createdAt: 0 });
const william = tokenSession({ name: 'william', username: 'william', role: 'editor' });
const store = (wished?: FileKind) => fileStoreIn(folder, { wished, passphrase: () => 'correct horse' });

/** What lies there besides the marks of processes that died while they waited for the lock: who breaks one removes those. */
const leftIn = (place: string): readonly string[] =>
  readdirSync(place).filter((name) => !/\.lock\.[0-9a-f]{12}$/.test(name));

const startWriter = (times: number, killBefore?: number): ChildProcess =>
  spawn(process.execPath, [join(built, 'writer.mjs'), folder, String(times)], {
    env: killBefore === undefined ? {} : { KILL_BEFORE: String(killBefore) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** The last change that a writer said was stored, and how it ended. */
async function end(writer: ChildProcess): Promise<{ readonly told: number; readonly signal: string | null }> {
  let text = '';
  writer.stdout?.on('data', (bytes) => {
    text += bytes;
  });
  const [, signal] = (await once(writer, 'close')) as [number | null, string | null];
  return { told: Number(text.trimEnd().split('\n').at(-1)), signal };
}

/** What a crash left: both sessions, one as old or as new as it may be, and the file of a user alone. */
async function expectWhole(told: number): Promise<void> {
  const [first, second] = await store().list();
  expect([second, first?.name]).toEqual([william, 'agus']);
  expect(first?.createdAt).toBeGreaterThanOrEqual(told);
  expect(first?.createdAt).toBeLessThanOrEqual(told + 1);
}

test.for(['file', 'encrypted-file'] as const)(
  `of ${KILLS} writers that are killed while they write %s none loses a session, and none stops the next`,
  { timeout: 20_000 + KILLS * 2_000 },
  async (kind) => {
    await store(kind).put(william);
    await store().put(agus);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await store().replace(agus);
      const writer = startWriter(0);
      const ended = end(writer);
      await once(writer.stdout as NodeJS.ReadableStream, 'data');
      await setTimeout(Math.random() * 20);
      writer.kill('SIGKILL');
      await expectWhole((await ended).told);
    }
    await store().put(agus);
    expect(await store().kind()).toBe(kind);
    expect(leftIn(folder)).toEqual(['sessions.json']);
  },
);

test('a writer that is killed before any one thing it does to a file loses nothing, and stops nobody', async () => {
  await store().put(william);
  await store().put(agus);
  const before = readFileSync(join(folder, 'sessions.json'), 'utf8');
  let step = 0;
  let killed = true;
  while (killed) {
    step += 1;
    const { signal } = await end(startWriter(1, step));
    killed = signal !== null;
    const after = readFileSync(join(folder, 'sessions.json'), 'utf8');
    expect(after.replace('"createdAt": 1\n', '"createdAt": 0\n'), `killed before step ${step}`).toBe(before);
    await expectWhole(0);
    await store().put(agus);
    expect(leftIn(folder), `killed before step ${step}`).toEqual(['sessions.json']);
  }
  // Take the lock, write, sync, rename, let the lock go.
  expect(step).toBeGreaterThan(6);
}, 60_000);
