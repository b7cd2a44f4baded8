import { expect, test } from 'vitest';
import { standInFrom, standInSession } from '../../../src/session/stand-in.js';
import { jwt } from '../login/answers.js';

const files = {
  read: async (path: string) => ({ 'token.txt': ' Bearer from-file\n', 'empty.txt': '\n' })[path] ?? '',
};

test.for([
  { env: {}, found: undefined },
  { env: { AUTHCTL_TOKEN: '', AUTHCTL_TOKEN_FILE: '' }, found: undefined },
  { env: { AUTHCTL_TOKEN: 'abc' }, found: { token: 'abc', source: 'AUTHCTL_TOKEN' } },
  { env: { AUTHCTL_TOKEN: ' bearer abc \n' }, found: { token: 'abc', source: 'AUTHCTL_TOKEN' } },
  { env: { AUTHCTL_TOKEN_FILE: 'token.txt' }, found: { token: 'from-file', source: 'AUTHCTL_TOKEN_FILE' } },
  {
    env: { AUTHCTL_TOKEN: 'abc', AUTHCTL_TOKEN_FILE: 'x' },
    found: { token: 'abc', source: 'AUTHCTL_TOKEN' },
  },
])('$env holds $found', async ({ env, found }) => {
  expect(await standInFrom(env, files)).toEqual(found);
});

test.for([
  { env: { AUTHCTL_TOKEN: 'two words' }, message: 'AUTHCTL_TOKEN holds no token' },
  { env: { AUTHCTL_TOKEN: 'a\r\nx: y' }, message: 'AUTHCTL_TOKEN holds no token' },
  {
    env: { AUTHCTL_TOKEN_FILE: 'empty.txt' },
    message: 'empty.txt, which AUTHCTL_TOKEN_FILE names, holds no token',
  },
])('$env: $message', async ({ env, message }) => {
  await expect(standInFrom(env, files)).rejects.toMatchObject({ code: 'USAGE', message });
});

test('says of its bearer what the token says', () => {
  const token = jwt({
    iss: 'https://issuer.example',
    sub: '2',
    username: 'agus',
    role: 'reader',
    exp: 5_000,
  });
  expect(standInSession({ token, source: 'AUTHCTL_TOKEN' }, undefined, 1_000)).toEqual({
    name: 'AUTHCTL_TOKEN',
    server: 'https://issuer.example',
    flow: 'token',
    username: 'agus',
    role: 'reader',
    credential: { kind: 'bearer', accessToken: token, expiresAt: 5_000 },
    createdAt: 1_000,
  });
});

test('an opaque token is for the server that is named, and for none where none is', () => {
  const standIn = { token: 'opaque', source: 'AUTHCTL_TOKEN' } as const;
  expect(standInSession(standIn, 'http://127.0.0.1:4455', 1_000)).toMatchObject({
    server: 'http://127.0.0.1:4455',
    username: 'AUTHCTL_TOKEN',
    role: null,
  });
  expect(standInSession(standIn, undefined, 1_000).server).toBe('');
});
