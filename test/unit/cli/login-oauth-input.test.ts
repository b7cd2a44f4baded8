import { describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/run.js';
import type { HttpRequest } from '../../../src/ports/http.js';
import { scriptedIssuer } from '../../support/scripted-issuer.js';
import { createTestContext, type World } from '../../support/test-context.js';
import { answer, html, jwt } from '../login/answers.js';

const ISSUER = 'https://id.example.com';

async function login(argv: readonly string[], world: World = {}) {
  const issuer = scriptedIssuer();
  const context = createTestContext({
    stdin: '',
    answer: (request) => issuer.send(request),
    ...world,
    argv: ['login', ...argv],
  });
  const status = await run(context);
  const { stderr } = context.written;
  return {
    status,
    error: stderr.split('\n').find((line) => line.startsWith('error: ')),
    stderr,
    requests: context.requests,
    stored: (await (await context.ports.store()).list()).map(({ name }) => name),
  };
}

const CLIENT = [ISSUER, '--client-id', 'cli'];

describe('what is refused before anything is sent', () => {
  test.for([
    { argv: [...CLIENT, '--callback-host', 'example.com'], error: "'example.com' is not this machine alone" },
    { argv: [...CLIENT, '--callback-port', '70000'], error: "'70000' is no port" },
    { argv: [...CLIENT, '--callback-path', 'cb'], error: "'cb' is no path" },
    { argv: [...CLIENT, '--login-timeout', '1.5'], error: "'1.5' is no time to wait" },
    { argv: [...CLIENT, '--resource', '/relative'], error: "'/relative' is no resource" },
    { argv: [...CLIENT, '--param', 'novalue'], error: "'novalue' is no parameter" },
    { argv: [...CLIENT, '--param', 'code_challenge=x'], error: 'code_challenge is set by the flow itself' },
    {
      argv: [...CLIENT, '--client-auth', 'tls'],
      error: '--client-auth tls takes a certificate, and there is none',
    },
    {
      argv: [...CLIENT, '--client-jwt-key', 'none.pem'],
      error: 'cannot read none.pem: there is no such file',
    },
    { argv: [ISSUER, '--flow', 'code'], error: 'nothing says which OAuth client logs in' },
    {
      argv: [...CLIENT, '--flow', 'token-exchange'],
      error: 'the flow token-exchange takes a subject token, and there is none',
    },
    { argv: [...CLIENT, '--subject-token-env', 'NOPE'], error: 'the variable NOPE is not set' },
    {
      argv: [...CLIENT, '--flow', 'client-credentials'],
      error: "the client 'cli' has nothing to prove itself with",
    },
    {
      argv: ['http://id.example.com', '--client-id', 'cli'],
      error: 'http://id.example.com is plain HTTP: the password could be read on its way',
    },
    {
      argv: [...CLIENT, '--client-secret-stdin', '--subject-token-stdin'],
      error:
        'standard input can hold one secret, not those of --client-secret-stdin and --subject-token-stdin',
    },
    { argv: [...CLIENT, '--client-secret-stdin'], error: 'the client secret on standard input is empty' },
  ])('$error', async ({ argv, error }) => {
    const result = await login(argv);
    expect({
      status: result.status,
      error: result.error,
      sent: result.requests.length,
      stored: result.stored,
    }).toEqual({
      status: 2,
      error: `error: ${error}`,
      sent: 0,
      stored: [],
    });
  });
});

describe('a server that is none', () => {
  test.for([
    { title: 'a web site', world: { answer: () => html(200) }, status: 3 },
    {
      title: 'nobody',
      world: {
        answer: () =>
          ({ kind: 'failure', reason: 'address', message: `${ISSUER}: its name does not resolve` }) as const,
      },
      status: 3,
    },
  ])('$title', async ({ world, status }) => {
    const result = await login(CLIENT, world);
    expect({ status: result.status, stored: result.stored }).toEqual({ status, stored: [] });
  });

  test('an OAuth server, and nothing says which client: it is not asked for a user name', async () => {
    const result = await login([ISSUER], { stdin: undefined, typed: ['agus'] });
    expect({ status: result.status, error: result.error }).toEqual({
      status: 2,
      error: `error: ${ISSUER} is an OAuth server, and nothing says which client logs in`,
    });
  });
});

describe('in GitHub Actions', () => {
  const token = jwt({ sub: 'repo:agus/demo:ref:refs/heads/main', aud: ISSUER });
  const issuer = scriptedIssuer();
  const ENV = {
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example.com/token?api=2',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token-0001',
  };
  const actions = (request: HttpRequest) =>
    request.url.startsWith('https://actions.example.com')
      ? answer(200, { value: token })
      : issuer.send(request);

  test('the job’s own token is handed in, for the audience of the server, and masked', async () => {
    const result = await login([...CLIENT, '--flow', 'token-exchange'], { env: ENV, answer: actions });
    expect(result.status).toBe(0);
    const [asked] = result.requests;
    expect({ url: asked?.url, authorization: asked?.headers?.authorization }).toEqual({
      url: `https://actions.example.com/token?api=2&audience=${encodeURIComponent(ISSUER)}`,
      authorization: 'Bearer request-token-0001',
    });
    const form = new URLSearchParams(result.requests.find(({ url }) => url.endsWith('/token'))?.body);
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    });
    const lines = result.stderr.split('\n');
    const masks = lines.filter((line) => line.startsWith('::add-mask::'));
    expect(masks).toEqual([`::add-mask::${token}`, '::add-mask::opaque-access-token']);
    expect(lines.filter((line) => !masks.includes(line)).join('\n')).not.toMatch(
      /request-token|opaque-access/,
    );
  });

  test('an audience of one’s own', async () => {
    const argv = [...CLIENT, '--flow', 'jwt-bearer', '--subject-token-audience', 'a b'];
    const result = await login(argv, { env: ENV, answer: actions });
    expect({ status: result.status, url: result.requests[0]?.url }).toEqual({
      status: 0,
      url: 'https://actions.example.com/token?api=2&audience=a%20b',
    });
  });

  test.for([
    {
      title: 'a job that may not',
      world: { env: { GITHUB_ACTIONS: 'true' } },
      status: 2,
      error: 'this job may not ask GitHub Actions for a token',
    },
    {
      title: 'no token',
      world: { env: ENV, answer: () => answer(403, {}) },
      status: 3,
      error: 'GitHub Actions gave no token: it answered 403',
    },
  ])('$title', async ({ world, status, error }) => {
    const result = await login([...CLIENT, '--flow', 'token-exchange'], world);
    expect({ status: result.status, error: result.error }).toEqual({ status, error: `error: ${error}` });
  });
});
