import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuthctlError } from '../../../src/errors.js';
import type { Keyring } from '../../../src/ports/keyring.js';
import type { FileKind } from '../../../src/session/storage-kind.js';
import { fileStoreIn, memoryKeyring } from '../../support/file-store.js';
import { tokenSession } from './sessions.js';

let folder: string;
let file: string;
let warnings: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authctl-storage-'));
  file = join(folder, 'sessions.json');
  warnings = [];
});
afterEach(() => rm(folder, { recursive: true }));

const agus = tokenSession();
const william = tokenSession({ name: 'william', username: 'william', role: 'editor' });
const secret = 'correct horse';
const warn = (warning: string) => warnings.push(warning);

/** A store that can have any key, and knows how it is to keep sessions. */
const storeFor = (wished: FileKind | undefined, keyring: Keyring = memoryKeyring()) =>
  fileStoreIn(folder, { wished, keyring, passphrase: () => secret, warn });

/** Refuses as a keyring does that is locked, slow or not there. */
const brokenKeyring = (broken: 'get' | 'set'): Keyring => {
  const refuse = () => Promise.reject(new AuthctlError('KEYRING_UNUSABLE', 'the keyring is locked'));
  return { get: broken === 'get' ? refuse : async () => undefined, set: refuse };
};

const KINDS: readonly FileKind[] = ['file', 'encrypted-file', 'keyring'];

describe('another way to keep sessions', () => {
  test.for(KINDS.flatMap((from) => KINDS.map((to) => ({ from, to }))))(
    '$from to $to: nothing is lost, and every store finds it',
    async ({ from, to }) => {
      const keyring = memoryKeyring();
      const before = storeFor(from, keyring);
      await before.put(william);
      await before.put(agus);
      await before.use('william');
      await storeFor(to, keyring).ready();
      const after = storeFor(undefined, keyring);
      expect([await after.kind(), await after.list(), await after.current()]).toEqual([
        to,
        [agus, william],
        'william',
      ]);
      expect((await readFile(file, 'utf8')).includes('http://127.0.0.1:4455')).toBe(to === 'file');
      expect(await readdir(folder)).toEqual(['sessions.json']);
    },
  );

  test.for(KINDS)('it stays %s where nothing is wished', async (kind) => {
    const keyring = memoryKeyring();
    await storeFor(kind, keyring).put(agus);
    await storeFor(undefined, keyring).put(william);
    expect(await storeFor(undefined, keyring).kind()).toBe(kind);
  });

  test('what is the usual is for a file that is not there yet', async () => {
    const usual = { usual: 'encrypted-file', passphrase: () => secret } as const;
    await fileStoreIn(folder).put(agus);
    await fileStoreIn(folder, usual).put(william);
    expect(await fileStoreIn(folder).kind()).toBe('file');
    await rm(file);
    await fileStoreIn(folder, usual).put(agus);
    expect(await fileStoreIn(folder).kind()).toBe('encrypted-file');
  });

  test('being ready makes no file', async () => {
    for (const kind of KINDS) await storeFor(kind).ready();
    expect(await readdir(folder)).toEqual([]);
  });

  test('a store that is used on finds the key of what another process made of its file', async () => {
    const keyring = memoryKeyring();
    const running = storeFor(undefined, keyring);
    await running.put(agus);
    for (const kind of ['encrypted-file', 'keyring', 'encrypted-file'] as const) {
      await storeFor(kind, keyring).ready();
      expect(await running.list()).toEqual([agus]);
    }
    await running.put(william);
    expect(await storeFor(undefined, keyring).list()).toEqual([agus, william]);
  });
});

describe('a passphrase', () => {
  test('is asked for once, and only where it is needed', async () => {
    const asked: string[] = [];
    const store = (wished?: FileKind) =>
      fileStoreIn(folder, {
        wished,
        passphrase: (use) => {
          asked.push(use);
          return secret;
        },
      });
    await store('encrypted-file').put(agus);
    expect(await store().kind()).toBe('encrypted-file');
    expect(asked).toEqual(['choose']);
    const second = store();
    await second.list();
    await second.put(william);
    await second.use('agus');
    expect(asked).toEqual(['choose', 'open']);
  });

  test('that is another one opens nothing, and changes nothing', async () => {
    await storeFor('encrypted-file').put(agus);
    const before = await readFile(file, 'utf8');
    const wrong = fileStoreIn(folder, { passphrase: () => 'wrong horse' });
    for (const attempt of [
      () => wrong.list(),
      () => wrong.put(william),
      () => wrong.ready(),
      () => wrong.remove('agus'),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'STORE_UNUSABLE',
        message: `${file} cannot be opened: the passphrase is not its own, or the file was changed`,
        hint: 'try again with the passphrase it was encrypted with; the file was left as it is',
      });
    }
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});

describe('a keyring', () => {
  test('has one entry for a file, which is made once and read once by a process', async () => {
    const keyring = memoryKeyring();
    const asked: string[] = [];
    const counted: Keyring = {
      get(account) {
        asked.push(`get ${account}`);
        return keyring.get(account);
      },
      set(account, value) {
        asked.push(`set ${account}`);
        return keyring.set(account, value);
      },
    };
    await storeFor('keyring', counted).put(agus);
    expect(asked).toEqual([`get ${file}`, `set ${file}`]);
    const second = storeFor(undefined, counted);
    await second.put(william);
    await second.list();
    expect(asked.slice(2)).toEqual([`get ${file}`]);
    expect(Buffer.from(keyring.entries.get(file) ?? '', 'base64')).toHaveLength(32);
  });

  test.for(['get', 'set'] as const)(
    'that refuses to %s leaves sessions where they are, and says so',
    async (broken) => {
      await storeFor('file').put(agus);
      const store = storeFor('keyring', brokenKeyring(broken));
      await expect(store.ready({ insist: true })).rejects.toMatchObject({ code: 'KEYRING_UNUSABLE' });
      expect(warnings).toEqual([]);
      await store.ready();
      expect(warnings).toEqual([`the keyring is locked; sessions are kept in ${file}`]);
      await store.put(william);
      expect([await storeFor(undefined).kind(), await store.list()]).toEqual(['file', [agus, william]]);
    },
  );

  test('that cannot be asked for the key of what is there keeps it closed, and unchanged', async () => {
    await storeFor('keyring').put(agus);
    const before = await readFile(file, 'utf8');
    const store = storeFor('keyring', brokenKeyring('get'));
    for (const attempt of [() => store.list(), () => store.ready(), () => store.put(william)]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'KEYRING_UNUSABLE' });
    }
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  test.for([
    {
      title: 'no key',
      entries: [],
      message: 'cannot be opened: the keyring of this user has no key for it',
    },
    {
      title: 'what is no key',
      entries: ['hunter2'],
      message: 'cannot be opened: the keyring of this user has no key for it',
    },
    {
      title: 'another key',
      entries: [Buffer.alloc(32).toString('base64')],
      message: 'cannot be opened: the key in the keyring is not its own, or the file was changed',
    },
  ])('that has $title for a file leaves it as it is', async ({ entries, message }) => {
    await storeFor('keyring').put(agus);
    const before = await readFile(file, 'utf8');
    const keyring = memoryKeyring();
    for (const entry of entries) await keyring.set(file, entry);
    for (const store of [storeFor('keyring', keyring), storeFor(undefined, keyring)]) {
      for (const attempt of [() => store.list(), () => store.put(william), () => store.ready()]) {
        await expect(attempt()).rejects.toMatchObject({
          code: 'STORE_UNUSABLE',
          message: `${file} ${message}`,
        });
      }
    }
    expect([await readFile(file, 'utf8'), [...keyring.entries.values()]]).toEqual([before, entries]);
  });

  test('that has something else under the name of a new file keeps it', async () => {
    const keyring = memoryKeyring();
    await keyring.set(file, 'hunter2');
    await expect(storeFor('keyring', keyring).put(agus)).rejects.toMatchObject({
      message: `${file} has an entry in the keyring that is no key`,
    });
    expect([keyring.entries.get(file), await readdir(folder)]).toEqual(['hunter2', []]);
  });
});

test('what was encrypted and is no list of sessions is told', async () => {
  const { seal } = await import('../../../src/session/seal.js');
  const key = Buffer.alloc(32, 7);
  const keyring = memoryKeyring();
  await keyring.set(file, key.toString('base64'));
  const source = { by: 'keyring', account: file } as const;
  for (const [text, why] of [
    ['no JSON', 'it is no JSON, or cut short'],
    [JSON.stringify(seal('{}', key, source)), 'it is encrypted twice'],
  ] as const) {
    await writeFile(file, JSON.stringify(seal(text, key, source)), { mode: 0o600 });
    await expect(storeFor(undefined, keyring).list()).rejects.toMatchObject({
      message: `${file} cannot be understood: ${why}`,
    });
  }
});
