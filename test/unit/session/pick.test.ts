import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { AuthctlError } from '../../../src/errors.js';
import { pickSession, type Wish } from '../../../src/session/pick.js';
import { tokenSession } from './sessions.js';

const agus = tokenSession({ createdAt: 1 });
const william = tokenSession({ name: 'william', username: 'william', role: 'editor', createdAt: 3 });
const second = tokenSession({ name: 'agus-2', role: 'reader', createdAt: 2 });
const elsewhere = tokenSession({
  name: 'ci',
  server: 'https://api.example.com/v1',
  role: null,
  createdAt: 4,
});
const everyone = [agus, second, elsewhere, william];

describe('which session is used', () => {
  test.for<{ title: string; wish: Wish; chosen: string }>([
    { title: 'nothing wished: the current one', wish: {}, chosen: 'william' },
    { title: 'a name', wish: { as: 'agus' }, chosen: 'agus' },
    { title: 'a role the current session has', wish: { role: 'editor' }, chosen: 'william' },
    { title: 'a role that others have: the newest', wish: { role: 'reader' }, chosen: 'agus-2' },
    { title: 'a name and its role', wish: { as: 'agus', role: 'reader' }, chosen: 'agus' },
    {
      title: 'a server, compared by origin',
      wish: { server: 'https://api.example.com/other' },
      chosen: 'ci',
    },
  ])('$title', async ({ wish, chosen }) => {
    expect((await pickSession(createMemoryStore(...everyone), wish)).name).toBe(chosen);
  });

  test('the only session there is needs no current one', async () => {
    const store = createMemoryStore(agus, william);
    await store.remove('william');
    expect(await store.current()).toBeUndefined();
    expect(await pickSession(store)).toEqual(agus);
  });
});

describe('what cannot be chosen', () => {
  const failure = async (wish: Wish, ...sessions: readonly (typeof agus)[]) => {
    const thrown = await pickSession(createMemoryStore(...sessions), wish).catch((error: unknown) => error);
    if (!(thrown instanceof AuthctlError)) throw new Error('an AuthctlError was expected');
    return [thrown.code, thrown.message, thrown.hint];
  };

  test.for<{ wish: Wish; stored: readonly (typeof agus)[]; told: readonly string[] }>([
    {
      wish: {},
      stored: [],
      told: ['NOT_LOGGED_IN', 'not logged in', 'log in with `authctl login --username NAME`'],
    },
    {
      wish: { as: 'agus' },
      stored: [],
      told: ['NOT_LOGGED_IN', "not logged in as 'agus'", 'log in with `authctl login --username agus`'],
    },
    {
      wish: { server: 'https://other.example' },
      stored: everyone,
      told: [
        'NOT_LOGGED_IN',
        'not logged in at https://other.example',
        'log in with `authctl login https://other.example --username NAME`',
      ],
    },
    {
      wish: { as: 'sari' },
      stored: everyone,
      told: ['USAGE', "no session is named 'sari'", 'names: agus, agus-2, ci, william'],
    },
    {
      wish: { role: 'admin' },
      stored: everyone,
      told: ['USAGE', "no session has the role 'admin'", 'roles: reader, none, editor'],
    },
    {
      wish: { as: 'agus', role: 'admin' },
      stored: everyone,
      told: ['USAGE', "session 'agus' has not the role 'admin'", 'its role: reader'],
    },
  ])('$wish of $stored.length stored', async ({ wish, stored, told }) => {
    expect(await failure(wish, ...stored)).toEqual(told);
  });

  test('several sessions of which none is current', async () => {
    const store = createMemoryStore(...everyone);
    await store.remove('william');
    await expect(pickSession(store)).rejects.toMatchObject({
      code: 'USAGE',
      message: 'none of the 3 sessions is the current one',
      hint: 'name one with --as: agus, agus-2, ci',
    });
  });
});
