import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import type { CredentialStore } from '../../../src/session/credential-store.js';
import type { Session } from '../../../src/session/session.js';
import type { StorageKind } from '../../../src/session/storage-kind.js';
import { fileStoreIn, memoryKeyring } from '../../support/file-store.js';
import { tokenSession } from './sessions.js';

let root: string;
let folder: string;
let file: string;
let warnings: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'authctl-store-'));
  folder = join(root, 'config', 'authctl');
  file = join(folder, 'sessions.json');
  warnings = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const fileStore = (): CredentialStore => fileStoreIn(folder, { warn: (warning) => warnings.push(warning) });

const agus = tokenSession();
const william = tokenSession({ name: 'william', username: 'william', role: 'editor' });
const cookieSession: Session = {
  ...tokenSession({ name: 'sari', username: 'sari', role: null, flow: 'session' }),
  logout: { method: 'DELETE', path: '/session' },
  credential: {
    kind: 'cookie',
    cookies: [
      {
        name: 'sid',
        value: 'v',
        domain: '127.0.0.1',
        hostOnly: true,
        path: '/',
        secure: false,
        httpOnly: true,
      },
    ],
  },
};

describe.for<{ kind: StorageKind; create: () => CredentialStore }>([
  { kind: 'file', create: fileStore },
  {
    kind: 'encrypted-file',
    create: () => fileStoreIn(folder, { wished: 'encrypted-file', passphrase: () => 'correct horse' }),
  },
  { kind: 'keyring', create: () => fileStoreIn(folder, { wished: 'keyring', keyring: memoryKeyring() }) },
  { kind: 'memory', create: () => createMemoryStore() },
])('every store keeps its contract: $kind', ({ kind, create }) => {
  test('a session is replaced where it is, whether it is current or not, and never added', async () => {
    const store = create();
    await store.put(agus);
    await store.put(william);
    const renewed = { ...agus, role: 'editor' };
    expect(await store.replace(renewed)).toBe(true);
    expect(await store.list()).toEqual([renewed, william]);
    expect(await store.current()).toBe('william');
    expect(await store.replace(cookieSession)).toBe(false);
    expect(await store.get('sari')).toBeUndefined();
  });

  test('another session is made current', async () => {
    const store = create();
    await store.put(agus);
    await store.put(william);
    expect([await store.use('agus'), await store.current()]).toEqual([true, 'agus']);
    expect([await store.use('sari'), await store.current()]).toEqual([false, 'agus']);
  });

  test('what is done exclusively for a session is done one after the other, others meanwhile', async () => {
    const store = create();
    const log: string[] = [];
    const turn = (name: string, label: string) =>
      store.exclusively(name, async () => {
        log.push(`${label} begins`);
        await new Promise((done) => setImmediate(done));
        log.push(`${label} ends`);
        return label;
      });
    expect(await Promise.all([turn('agus', '1'), turn('agus', '2'), turn('agus', '3')])).toEqual([
      '1',
      '2',
      '3',
    ]);
    for (const label of ['1', '2', '3']) {
      expect(log[log.indexOf(`${label} begins`) + 1]).toBe(`${label} ends`);
    }
    await expect(store.exclusively('agus', () => Promise.reject(new Error('it failed')))).rejects.toThrow(
      'it failed',
    );
    expect(await turn('agus', '4')).toBe('4');
    expect(await store.exclusively('agus', () => turn('sari', 'inner'))).toBe('inner');
  });

  test('empty at first', async () => {
    const store = create();
    expect(await store.kind()).toBe(kind);
    expect(await store.list()).toEqual([]);
    expect(await store.get('agus')).toBeUndefined();
    expect(await store.current()).toBeUndefined();
    expect(await store.remove('agus')).toBe(false);
  });

  test('it can be made ready at any time, and holds then what it held', async () => {
    const store = create();
    await store.ready();
    expect([await store.list(), await store.kind()]).toEqual([[], kind]);
    await store.put(agus);
    await store.ready({ insist: true });
    expect([await store.list(), await store.current(), await store.kind()]).toEqual([[agus], 'agus', kind]);
  });

  test('what was put comes back, in order of name', async () => {
    const store = create();
    for (const session of [william, cookieSession, agus]) await store.put(session);
    expect(await store.list()).toEqual([agus, cookieSession, william]);
    expect(await store.get('sari')).toEqual(cookieSession);
  });

  test('the last one put is current', async () => {
    const store = create();
    await store.put(william);
    await store.put(agus);
    await store.put({ ...william, createdAt: 2_000 });
    expect(await store.current()).toBe('william');
    expect(await store.list()).toEqual([agus, { ...william, createdAt: 2_000 }]);
  });

  test('removing the current one leaves none current; removing another does not', async () => {
    const store = create();
    for (const session of [agus, cookieSession, william]) await store.put(session);
    expect(await store.remove('agus')).toBe(true);
    expect(await store.current()).toBe('william');
    expect(await store.remove('william')).toBe(true);
    expect(await store.current()).toBeUndefined();
    expect(await store.list()).toEqual([cookieSession]);
  });

  test('names that an object has anyway are names like any other', async () => {
    const store = create();
    for (const name of ['__proto__', 'constructor', 'a.b']) await store.put({ ...agus, name });
    expect((await store.list()).map(({ name }) => name)).toEqual(['__proto__', 'a.b', 'constructor']);
    expect(await store.get('__proto__')).toEqual({ ...agus, name: '__proto__' });
    expect(await store.get('toString')).toBeUndefined();
  });

  test('of many changes at once none is lost', async () => {
    const store = create();
    const names = Array.from({ length: 20 }, (_, index) => `n${String(index).padStart(2, '0')}`);
    await Promise.all(names.map((name) => store.put({ ...agus, name })));
    expect((await store.list()).map(({ name }) => name)).toEqual(names);
  });
});

describe('the file', () => {
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

  test('and its folder are for their owner only', async () => {
    await fileStore().put(agus);
    expect([await modeOf(folder), await modeOf(file)]).toEqual(['700', '600']);
    expect(warnings).toEqual([]);
  });

  test('reading makes nothing', async () => {
    await fileStore().list();
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('leaves neither lock nor temporary file behind', async () => {
    await fileStore().put(agus);
    await fileStore().remove('agus');
    const { readdir } = await import('node:fs/promises');
    expect(await readdir(folder)).toEqual(['sessions.json']);
  });

  test('looser modes are told and tightened', async () => {
    await fileStore().put(agus);
    await chmod(file, 0o644);
    await chmod(folder, 0o755);
    expect(await fileStore().list()).toEqual([agus]);
    expect([await modeOf(folder), await modeOf(file)]).toEqual(['700', '600']);
    expect(warnings).toEqual([
      `${folder} was open to other users (mode 755); it is now 700`,
      `${file} was open to other users (mode 644); it is now 600`,
    ]);
  });

  test('a symbolic link is refused', async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(root, 'elsewhere'), JSON.stringify({ version: 1, current: null, sessions: [] }), {
      mode: 0o600,
    });
    await symlink(join(root, 'elsewhere'), file);
    await expect(fileStore().list()).rejects.toMatchObject({
      code: 'STORE_UNUSABLE',
      message: `${file} is a symbolic link`,
    });
    await expect(fileStore().put(agus)).rejects.toMatchObject({ code: 'STORE_UNUSABLE' });
  });

  test('one of another user is refused, and left alone', async () => {
    await fileStore().put(agus);
    await chmod(file, 0o644);
    const before = await readFile(file, 'utf8');
    const other = fileStoreIn(folder, { user: (process.getuid?.() ?? 0) + 1 });
    for (const attempt of [
      () => other.list(),
      () => other.put(william),
      () => other.ready(),
      () => other.kind(),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'STORE_UNUSABLE',
        message: `${file} belongs to another user`,
      });
    }
    expect([await readFile(file, 'utf8'), await modeOf(file)]).toEqual([before, '644']);
  });

  test('that holds two sessions of one name is refused, and left alone', async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const text = JSON.stringify({ version: 1, current: null, sessions: [agus, { ...agus, role: 'admin' }] });
    await writeFile(file, text, { mode: 0o600 });
    for (const attempt of [
      () => fileStore().get('agus'),
      () => fileStore().put(agus),
      () => fileStore().remove('agus'),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'STORE_UNUSABLE',
        message: `${file} cannot be understood: two sessions in it have one name`,
      });
    }
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('a folder in its place is refused', async () => {
    await mkdir(file, { recursive: true, mode: 0o700 });
    await expect(fileStore().list()).rejects.toMatchObject({ message: `${file} is no regular file` });
  });

  test.for([
    {
      title: 'a newer form',
      text: '{"version":3,"vault":"x"}',
      told: 'was written by a newer authctl (form 3)',
    },
    {
      title: 'cut short',
      text: '{"version":1,"current":',
      told: 'cannot be understood: it is no JSON, or cut short',
    },
    { title: 'empty', text: '', told: 'cannot be understood: it is empty' },
  ])('$title is left as it is', async ({ text, told }) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: 0o600 });
    const store = fileStore();
    for (const attempt of [() => store.list(), () => store.put(agus), () => store.remove('agus')]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'STORE_UNUSABLE', message: `${file} ${told}` });
    }
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('a folder that cannot be made is told', async () => {
    await writeFile(join(root, 'config'), 'a file');
    await expect(fileStore().put(agus)).rejects.toMatchObject({
      code: 'STORE_UNUSABLE',
      message: `${file} cannot be read: a part of its path is no folder`,
    });
  });
});
