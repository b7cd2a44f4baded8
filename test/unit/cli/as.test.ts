import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { run } from '../../../src/cli/run.js';
import type { HttpResponse } from '../../../src/ports/http.js';
import type { Session } from '../../../src/session/session.js';
import { createTestContext } from '../../support/test-context.js';
import { jwt } from '../login/answers.js';
import { tokenSession } from '../session/sessions.js';

// Two servers, and on each of them somebody with the name of the other's role.

const tokenOf = (username: string) => jwt({ sub: '2', username, exp: 1_767_229_200 });

const session = (name: string, server: string, role: string): Session =>
  tokenSession({
    name,
    server,
    role,
    username: name,
    credential: { kind: 'bearer', accessToken: tokenOf(name), expiresAt: 1_767_229_200 },
  });

const sessions = () => [
  session('agus', 'https://one.example', 'reader'),
  session('sari', 'https://two.example', 'admin'),
];

const answer: HttpResponse = {
  kind: 'response',
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{}',
  truncated: false,
  durationMs: 1,
};

/** Of another key: what is asked is whose token it was that did not verify. */
const key = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
};

/** Runs a command where sari is the current session. */
async function outcomeOf(...argv: readonly string[]) {
  const store = createMemoryStore(...sessions());
  const context = createTestContext({
    argv: [...argv, '--no-input'],
    stdin: '',
    store,
    files: { 'key.jwk': JSON.stringify(key) },
    answer: (request) => {
      request.receive?.(answer);
      return answer;
    },
  });
  const status = await run(context);
  return { status, store, requests: context.requests, ...context.written };
}

/** The body of a token as it is written. */
const bodyOf = (username: string) => tokenOf(username).split('.')[1];

describe('every command that uses a session takes the one that --as names', () => {
  test.for([
    { words: ['token'], shows: () => tokenOf('agus') },
    { words: ['decode', '--json'], shows: () => '"username": "agus"' },
    { words: ['decode', '--diff', tokenOf('sari'), '--json'], shows: () => '"agus"' },
    { words: ['lint', '--json'], shows: () => 'agus' },
    { words: ['verify', '--json', '--key', 'key.jwk'], shows: () => '"username": "agus"' },
    { words: ['forge', 'none.with-sig'], shows: () => bodyOf('agus') ?? '' },
    { words: ['status'], shows: () => 'https://one.example' },
    { words: ['request', '/me', '--json'], shows: () => '"session": "agus"' },
    { words: ['logout'], shows: () => 'logged out agus at https://one.example' },
  ])('$words', async ({ words, shows }) => {
    const { stdout, stderr } = await outcomeOf(...words, '--as', 'agus');
    expect(stdout, stderr).toContain(shows());
    expect(stdout).not.toContain(words.includes('--diff') ? 'two.example' : 'sari');
  });

  test.for([
    ['token'],
    ['decode'],
    ['lint'],
    ['verify'],
    ['forge', 'none.with-sig'],
    ['status'],
    ['request', '/me'],
    ['logout'],
    ['use', 'william'],
  ])('%j: a name that is none lists those that are', async (words) => {
    const outcome = await outcomeOf(...words, ...(words[0] === 'use' ? [] : ['--as', 'william']));
    expect(outcome.stderr).toBe("error: no session is named 'william'\n hint: names: agus, sari\n");
    expect([outcome.status, outcome.stdout, outcome.requests.length]).toEqual([2, '', 0]);
    expect((await outcome.store.list()).length).toBe(2);
  });
});

describe('sessions at several servers', () => {
  test('each request goes to the server of its session', async () => {
    const urls = async (...words: readonly string[]) =>
      (await outcomeOf('request', ...words)).requests.map(({ url }) => url);
    expect(await urls('/me')).toEqual(['https://two.example/me']);
    expect(await urls('/me', '--as', 'agus')).toEqual(['https://one.example/me']);
    expect(await urls('/me', '--role', 'reader')).toEqual(['https://one.example/me']);
    expect(await urls('https://one.example/me')).toEqual(['https://one.example/me']);
  });

  test('a login at another server does not take the name of a session', async () => {
    const context = createTestContext({
      argv: ['login', 'https://three.example', '-u', 'agus', '--password-stdin', '--no-input'],
      stdin: 'password',
      store: createMemoryStore(...sessions()),
      answer: () => answer,
    });
    expect(await run(context)).toBe(2);
    expect(context.written.stderr).toContain(
      "error: there is a session 'agus' already, at https://one.example",
    );
    expect(context.written.stderr).toContain(
      'hint: give this one another name with --as NAME, or replace that one with --as agus',
    );
  });

  test.for(['a/b', 'a b', '-a', 'a\u001b[2J', '', 'a'.repeat(65)])(
    "a session cannot be called '%s'",
    async (name) => {
      const context = createTestContext({
        argv: ['login', 'https://three.example', '-u', 'agus', '--password-stdin', `--as=${name}`],
        stdin: 'password',
      });
      expect(await run(context)).toBe(2);
      expect(context.written.stderr).toContain('cannot be the name of a session');
      expect(context.requests).toEqual([]);
    },
  );
});
