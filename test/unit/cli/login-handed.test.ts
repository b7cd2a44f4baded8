import { describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/run.js';
import type { HttpRequest } from '../../../src/ports/http.js';
import { createTestContext, type World } from '../../support/test-context.js';
import { answer, jwt } from '../login/answers.js';

const AT = 'http://127.0.0.1:4455';
const NOW = 1_767_225_600;

async function login(argv: readonly string[], world: World = {}) {
  const context = createTestContext({ answer: knowing, stdin: '', ...world, argv: ['login', ...argv] });
  const status = await run(context);
  const [session] = await (await context.ports.store()).list();
  return {
    status,
    session,
    stderr: context.written.stderr,
    stdout: context.written.stdout,
    requests: context.requests,
  };
}

/** Says who one is to whoever has a credential. */
const knowing = ({ url, headers = {} }: HttpRequest) => {
  if (!url.endsWith('/me')) return answer(404, {});
  const given = headers.authorization ?? headers['x-api-key'] ?? headers['x-key'];
  if (given === undefined || /wrong/.test(Buffer.from(given.replace(/^\S+ /, ''), 'base64').toString()))
    return answer(401, {});
  return answer(200, { username: 'agus', role: 'reader' });
};

describe('a credential that needs no login request', () => {
  test.for([
    {
      title: 'basic',
      argv: [AT, '--flow', 'basic', '-u', 'agus', '--password-stdin'],
      world: { stdin: 'pässword:1\n' },
      session: {
        name: 'agus',
        flow: 'basic',
        username: 'agus',
        role: 'reader',
        credential: {
          kind: 'header',
          header: 'authorization',
          value: `Basic ${Buffer.from('agus:pässword:1').toString('base64')}`,
        },
      },
    },
    {
      title: 'an API key in a header of its own',
      argv: [AT, '--api-key-stdin', '--api-key-header', 'X-Key', '--as', 'ci'],
      world: { stdin: 'key-12345678\n' },
      session: {
        name: 'ci',
        flow: 'api-key',
        username: 'api-key',
        role: 'reader',
        credential: { kind: 'header', header: 'x-key', value: 'key-12345678' },
      },
    },
    {
      title: 'an API key from the environment',
      argv: [AT, '--flow', 'api-key'],
      world: { env: { AUTHCTL_API_KEY: 'key-12345678' } },
      session: {
        flow: 'api-key',
        credential: { kind: 'header', header: 'x-api-key', value: 'key-12345678' },
      },
    },
    {
      title: 'a token, with another scheme',
      argv: [AT, '--token-stdin', '--scheme', 'JWT'],
      world: { stdin: `Authorization: Bearer ${jwt({ sub: 'agus', role: 'editor', exp: NOW + 60 })}\n` },
      session: {
        name: 'agus',
        flow: 'token',
        role: 'editor',
        credential: {
          kind: 'bearer',
          accessToken: jwt({ sub: 'agus', role: 'editor', exp: NOW + 60 }),
          expiresAt: NOW + 60,
          scheme: 'JWT',
        },
      },
    },
  ])('$title', async ({ argv, world, session }) => {
    const result = await login(argv, world);
    expect({ status: result.status, session: result.session }).toMatchObject({ status: 0, session });
  });

  test.for([
    {
      title: 'basic that the server refuses',
      argv: [AT, '--flow', 'basic', '-u', 'agus', '--password-stdin'],
      world: { stdin: 'wrong-password' },
      status: 4,
      says: `error: ${AT} refused this user name with this password (401 at /me)`,
    },
    {
      title: 'a user name with a colon',
      argv: [AT, '--flow', 'basic', '-u', 'a:b', '--password-stdin'],
      world: { stdin: 'pw-12345' },
      status: 2,
      says: 'error: a user name for HTTP Basic holds no colon',
    },
    {
      title: 'a key with a line end in it',
      argv: [AT, '--api-key-stdin'],
      world: { stdin: 'key\r\nX-Evil: 1' },
      status: 2,
      says: 'error: the API key holds characters that no header can',
    },
    {
      title: 'a header that is none',
      argv: [AT, '--api-key-stdin', '--api-key-header', 'X Key'],
      world: { stdin: 'key-12345' },
      status: 2,
      says: "error: 'X Key' is no name of a header",
    },
    {
      title: 'a token that is none',
      argv: [AT, '--token-stdin'],
      world: { stdin: '<html>Sign in</html>' },
      status: 2,
      says: 'error: what came on standard input is no access token',
    },
    {
      title: 'no token',
      argv: [AT, '--token-stdin'],
      world: { stdin: '' },
      status: 2,
      says: 'error: the token on standard input is empty',
    },
    {
      title: 'a token that has expired',
      argv: [AT, '--token-stdin'],
      world: { stdin: jwt({ exp: NOW - 180 }) },
      status: 4,
      says: 'error: this token expired 3 minutes ago',
    },
    {
      title: 'a token from a terminal',
      argv: [AT, '--token-stdin'],
      world: { stdin: undefined },
      status: 2,
      says: 'error: the token is to come from standard input, which is the terminal',
    },
    {
      title: 'two secrets on one standard input',
      argv: [AT, '--token-stdin', '--client-secret-stdin'],
      world: { stdin: 'x' },
      status: 2,
      says: 'error: standard input can hold one secret, not those of --client-secret-stdin and --token-stdin',
    },
  ])('$title', async ({ argv, world, status, says }) => {
    const result = await login(argv, world);
    expect({ status: result.status, session: result.session, says: result.stderr.split('\n')[0] }).toEqual({
      status,
      session: undefined,
      says,
    });
  });

  test('an ID token is taken, with a warning', async () => {
    const { status, stderr } = await login([AT, '--token-stdin'], {
      stdin: jwt({ sub: 'agus', nonce: 'n' }),
    });
    expect({ status, first: stderr.split('\n')[0] }).toEqual({
      status: 0,
      first: 'warning: this is an ID token: it tells the client who logged in, and is not meant for an API',
    });
  });
});

describe('login --dry-run', () => {
  test.for([
    {
      title: 'json',
      argv: [AT, '-u', 'agus', '--password-stdin', '--path', '/login'],
      lines: [
        `POST ${AT}/login`,
        'content-type: application/json',
        'accept: application/json',
        '',
        '{"username":"agus","password":"***"}',
        'nothing was sent',
      ],
    },
    {
      title: 'form',
      argv: [AT, '-u', 'agus', '--password-stdin', '--path', '/login', '--flow', 'form'],
      lines: [
        `POST ${AT}/login`,
        'content-type: application/x-www-form-urlencoded',
        'accept: application/json',
        '',
        'username=agus',
        'password=***',
        'nothing was sent',
      ],
    },
  ])('$title: the request with its secrets masked', async ({ argv, lines }) => {
    const { status, stdout, session, requests } = await login([...argv, '--dry-run'], {
      stdin: 'pw-12345\n',
    });
    expect({ status, session, lines: stdout.trimEnd().split('\n') }).toEqual({
      status: 0,
      session: undefined,
      lines,
    });
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
