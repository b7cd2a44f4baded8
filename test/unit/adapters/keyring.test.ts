import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKeyring } from '../../../src/adapters/keyring.js';

// The real one is asked by test/interop/keyring.test.ts.

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authctl-keyring-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A keyring whose process is a program of the test's. */
async function keyringOf(program: string, limitMs?: number) {
  const file = join(folder, 'keyring.mjs');
  await writeFile(file, program);
  return createKeyring(pathToFileURL(file), limitMs);
}

/** Keeps secrets in a file; the path of it is not known to the adapter. */
const keeping = (kept: string) => `
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const kept = new URL('kept.json', import.meta.url);
const entries = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
const { ask, account, secret } = JSON.parse(readFileSync(0, 'utf8'));
if (ask === 'set') writeFileSync(kept, JSON.stringify({ ...entries, [account]: ${kept} }));
process.stdout.write(JSON.stringify({ kind: 'done', secret: entries[account] ?? null }));
`;

test('what was set is got, by its name', async () => {
  const keyring = await keyringOf(keeping('secret'));
  expect(await keyring.get('agus')).toBeUndefined();
  await keyring.set('agus', 'a key');
  expect([await keyring.get('agus'), await keyring.get('sari')]).toEqual(['a key', undefined]);
});

test('what is not kept as it was set is noticed', async () => {
  const keyring = await keyringOf(keeping('secret.slice(1)'));
  await expect(keyring.set('agus', 'a key')).rejects.toMatchObject({
    code: 'KEYRING_UNUSABLE',
    message: 'the keyring did not keep what it was given',
  });
});

const answering = (answer: object) => `process.stdout.write(${JSON.stringify(JSON.stringify(answer))})`;

test.for([
  {
    title: 'locked, and nobody opens it',
    program: answering({
      kind: 'failed',
      message: "Couldn't access platform storage: Secret Service: unlock prompt was dismissed",
    }),
    message: 'the keyring is locked',
    hint: 'unlock it, and try again',
  },
  {
    title: 'absent',
    program: answering({ kind: 'failed', message: 'Platform failure: DBus error: no bus' }),
    message: 'no keyring can be used here: Platform failure: DBus error: no bus',
    hint: 'take --storage encrypted-file or --storage file',
  },
  {
    title: 'without its library',
    program: answering({ kind: 'not-installed' }),
    message: 'the library for the keyring, @napi-rs/keyring, is not installed',
    hint: 'install authctl without --omit=optional, or take --storage encrypted-file',
  },
  {
    title: 'of a library that breaks down',
    program: "process.stdout.write('{\"kind\":'); process.kill(process.pid, 'SIGKILL')",
    message: 'no keyring can be used here: its library ended with SIGKILL',
    hint: 'take --storage encrypted-file or --storage file',
  },
])('one that is $title', async ({ program, message, hint }) => {
  const keyring = await keyringOf(program);
  await expect(keyring.get('agus')).rejects.toMatchObject({ code: 'KEYRING_UNUSABLE', message, hint });
});

test('one that does not answer is left alone after its time, and its process is gone', async () => {
  const keyring = await keyringOf('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', 100);
  const started = performance.now();
  await expect(keyring.get('agus')).rejects.toMatchObject({
    code: 'KEYRING_UNUSABLE',
    message: 'the keyring did not answer within 0.1 s',
  });
  expect(performance.now() - started).toBeLessThan(2_000);
});
