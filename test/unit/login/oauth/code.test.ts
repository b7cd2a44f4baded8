import { describe, expect, test } from 'vitest';
import type { OAuthPorts } from '../../../../src/login/oauth/oauth-ports.js';
import { ISSUER, idToken, NOW, type Script, scriptedIssuer } from '../../../support/scripted-issuer.js';
import { type Browsing, REDIRECT_URI, type Scene, scriptedLogin } from '../../../support/scripted-login.js';
import { answer, html } from '../answers.js';

/** An issuer that remembers what was asked of the browser, and signs an ID token for it. */
function signingIssuer(
  claims: (authorize: URL) => Record<string, unknown> = () => ({}),
  { forged = false, ...script }: Script & { readonly forged?: boolean } = {},
) {
  let authorize = new URL(ISSUER);
  const http = scriptedIssuer({
    ...script,
    answer: (request, path) =>
      script.answer?.(request, path) ??
      (path === '/token'
        ? idToken({ nonce: authorize.searchParams.get('nonce') ?? '', ...claims(authorize) }, forged).then(
            (token) =>
              answer(
                200,
                {
                  access_token: 'opaque-access-token',
                  token_type: 'Bearer',
                  expires_in: 60,
                  id_token: token,
                },
                { date: new Date((NOW - 3_600) * 1000).toUTCString() },
              ),
          )
        : undefined),
  });
  const seen = (url: URL) => {
    authorize = url;
  };
  return { http, seen };
}

const granting: Browsing = (url) => [
  { code: 'the-code-0001', state: url.searchParams.get('state') ?? '', iss: ISSUER },
];

function login(scene: Partial<Scene> = {}, issuer = signingIssuer()) {
  const browsing: Browsing = (url) => {
    issuer.seen(url);
    return (scene.browsing ?? granting)(url);
  };
  return { ...scriptedLogin({ http: issuer.http, ...scene, browsing }), http: issuer.http };
}

const addressOf = (events: ReturnType<typeof login>['events']): URL => {
  const event = events.find(({ kind }) => kind === 'authorize');
  return new URL(event?.kind === 'authorize' ? event.url : ISSUER);
};

test('what is asked of the browser, and of the token endpoint', async () => {
  const { result, events, http, secrets, pages } = login({
    request: {
      scope: 'openid profile',
      audience: 'articles',
      resource: ['https://api.example.com/', 'https://other.example.com/'],
      parameters: { ui_locales: 'id' },
      prompt: 'login',
      loginHint: 'agus',
      acrValues: 'phr',
    },
  });
  const { session } = await result;
  const url = addressOf(events);
  const random = expect.stringMatching(/^[\w-]{43}$/);
  expect({ at: url.origin + url.pathname, ...Object.fromEntries(url.searchParams) }).toEqual({
    at: `${ISSUER}/authorize`,
    client_id: 'cli',
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile',
    state: random,
    nonce: random,
    code_challenge: random,
    code_challenge_method: 'S256',
    audience: 'articles',
    resource: 'https://other.example.com/',
    ui_locales: 'id',
    prompt: 'login',
    login_hint: 'agus',
    acr_values: 'phr',
  });
  expect(url.searchParams.getAll('resource')).toHaveLength(2);
  expect(http.sentTo('/token')).toEqual([
    {
      client_id: 'cli',
      grant_type: 'authorization_code',
      code: 'the-code-0001',
      code_verifier: random,
      redirect_uri: REDIRECT_URI,
      resource: 'https://other.example.com/',
    },
  ]);
  expect(session).toMatchObject({ username: 'agus', flow: 'code', credential: { expiresAt: NOW + 60 } });
  expect(secrets).toEqual(
    expect.arrayContaining(['the-code-0001', http.sentTo('/token')[0]?.code_verifier, 'opaque-access-token']),
  );
  expect(pages.map(({ title }) => title)).toEqual(['Logged in']);
});

test('state, nonce and verifier are new for every login', async () => {
  const [one, other] = [login(), login()];
  await Promise.all([one.result, other.result]);
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(addressOf(one.events).searchParams.get(name)).not.toBe(
      addressOf(other.events).searchParams.get(name),
    );
  }
});

test('an empty scope is not sent, and then no ID token is asked for', async () => {
  const { result, events } = login(
    { request: { scope: '' } },
    { http: scriptedIssuer(), seen: () => undefined },
  );
  await result;
  const names = [...addressOf(events).searchParams.keys()];
  expect(names).not.toContain('scope');
  expect(names).not.toContain('nonce');
});

test('the answer to another login is told so, and the wait goes on', async () => {
  const { result, events, pages } = login({
    browsing: (url) => [
      { code: 'x', state: 'another-tab', iss: ISSUER },
      { code: 'no-state' },
      ...granting(url),
    ],
  });
  await result;
  expect(events.map(({ kind }) => kind)).toEqual([
    'flow',
    'authorize',
    'stray-callback',
    'stray-callback',
    'callback',
  ]);
  expect(pages.map(({ status }) => status)).toEqual([400, 400, 200]);
});

describe('an answer that is not to be believed', () => {
  test.for<{ why: string; issuer?: ReturnType<typeof signingIssuer>; browsing?: Browsing; message: RegExp }>([
    {
      why: 'iss of another issuer (RFC 9207)',
      browsing: (url) => [
        { code: 'c', state: url.searchParams.get('state') ?? '', iss: 'https://evil.example.com' },
      ],
      message: /unexpected "iss" \(issuer\) response parameter value/,
    },
    {
      why: 'no iss, which the server says it sends',
      browsing: (url) => [{ code: 'c', state: url.searchParams.get('state') ?? '' }],
      message: /response parameter "iss" \(issuer\) missing/,
    },
    {
      why: 'an ID token with another nonce',
      issuer: signingIssuer(() => ({ nonce: 'another' })),
      message: /nonce/,
    },
    {
      why: 'an ID token for another client',
      issuer: signingIssuer(() => ({ aud: 'other' })),
      message: /aud/,
    },
    {
      why: 'an ID token of another issuer',
      issuer: signingIssuer(() => ({ iss: 'https://evil.example.com' })),
      message: /iss/,
    },
    {
      why: 'an ID token signed by somebody else',
      issuer: signingIssuer(() => ({}), { forged: true }),
      message: /signature/,
    },
    {
      why: 'no ID token at all',
      issuer: { http: scriptedIssuer(), seen: () => undefined },
      message: /id_token/,
    },
  ])('$why', async ({ issuer, browsing, message }) => {
    const { result, pages } = login(browsing ? { browsing } : {}, issuer);
    await expect(result).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      message: expect.stringMatching(message),
      hint: 'nothing was stored; see what was answered with --verbose',
    });
    expect(pages.map(({ title }) => title)).toEqual(['Not logged in']);
  });

  test('a clock that is off is named as what it is', async () => {
    const { result } = login(
      {},
      signingIssuer(() => ({ iat: NOW - 4_000, exp: NOW - 3_700 })),
    );
    await expect(result).rejects.toMatchObject({
      code: 'ANSWER_UNUSABLE',
      message: `the ID token of ${ISSUER} is not valid at the time of this machine's clock: it is 1 hour ahead of the server's`,
      hint: 'set the clock of this machine, or the one of the server, and log in again',
    });
  });
});

describe('what the authorization endpoint refuses', () => {
  test.for([
    { error: 'access_denied', code: 'LOGIN_REFUSED', hint: 'somebody said no; log in again and allow it' },
    {
      error: 'invalid_scope',
      code: 'LOGIN_REFUSED',
      hint: 'ask for other scopes with --scope; the server has openid, profile',
    },
    {
      error: 'unauthorized_client',
      code: 'LOGIN_REFUSED',
      hint: "allow the client 'cli' the flow code at the server, or choose another one with --flow",
    },
    {
      error: 'login_required',
      code: 'LOGIN_REFUSED',
      hint: 'somebody has to log in: leave out --prompt none',
    },
    {
      error: 'invalid_request',
      description: 'redirect_uri does not match',
      code: 'LOGIN_REFUSED',
      hint: 'register http://127.0.0.1/callback for this client, or name what is registered with --callback-host, --callback-port, --callback-path',
    },
    { error: 'temporarily_unavailable', code: 'ANSWER_UNUSABLE', hint: 'try again later' },
    { error: 'server_error', code: 'ANSWER_UNUSABLE', hint: 'the server failed; its log says why' },
    {
      error: 'something_new',
      code: 'LOGIN_REFUSED',
      hint: 'see what was sent and answered with --verbose',
    },
  ])('$error', async ({ error, description, code, hint }) => {
    const { result, pages } = login({
      browsing: (url) => [
        {
          error,
          ...(description ? { error_description: description } : {}),
          state: url.searchParams.get('state') ?? '',
          iss: ISSUER,
        },
      ],
    });
    await expect(result).rejects.toMatchObject({
      code,
      message: `${ISSUER} refused the login: ${error}${description ? ` (${description})` : ''}`,
      hint,
    });
    expect(pages.map(({ title }) => title)).toEqual(['Not logged in']);
  });
});

describe('what the token endpoint answers', () => {
  test.for([
    {
      why: 'an expired code',
      answered: answer(400, { error: 'invalid_grant', error_description: 'code expired' }),
      code: 'LOGIN_REFUSED',
      message: `${ISSUER} refused the login: invalid_grant (code expired)`,
    },
    {
      why: 'a page',
      answered: html(200),
      code: 'ANSWER_UNUSABLE',
      message: `${ISSUER} answered status 200 and an HTML page to a token request`,
    },
    {
      why: 'a gateway without a server',
      answered: html(502),
      code: 'ANSWER_UNUSABLE',
      message: `${ISSUER} answered status 502 and an HTML page to a token request`,
    },
    {
      why: 'a challenge',
      answered: answer(401, {}, { 'www-authenticate': 'Basic realm="token"' }),
      code: 'LOGIN_REFUSED',
      message: `${ISSUER} refused the client (401)`,
    },
    {
      why: 'nothing',
      answered: {
        kind: 'failure',
        reason: 'timeout',
        message: `${ISSUER}: it did not answer in time`,
      } as const,
      code: 'SERVER_UNREACHABLE',
      message: `no answer from ${ISSUER}: it did not answer in time`,
    },
  ])('$why', async ({ answered, code, message }) => {
    const issuer = signingIssuer(() => ({}), {
      answer: (_, path) => (path === '/token' ? answered : undefined),
    });
    await expect(login({}, issuer).result).rejects.toMatchObject({ code, message });
  });

  test('an endpoint without TLS gets nothing', async () => {
    const issuer = signingIssuer(() => ({}), { metadata: { token_endpoint: 'http://id.example.com/token' } });
    const { result, http } = login({}, issuer);
    await expect(result).rejects.toMatchObject({
      code: 'ANSWER_UNUSABLE',
      message: 'the server names an endpoint at http://id.example.com, which is plain HTTP',
    });
    expect(http.sentTo('/token')).toEqual([]);
  });
});

describe('while waiting', () => {
  const keys = (...pressed: readonly string[]): OAuthPorts['person'] => {
    const left = [...pressed];
    return {
      keys: {
        next: (signal) =>
          new Promise((done, fail) => {
            const key = left.shift();
            if (key !== undefined) done(key);
            else signal.addEventListener('abort', () => fail(signal.reason));
          }),
      },
      ask: async () => left.shift() ?? '',
    };
  };

  test('d changes over to the device flow', async () => {
    const issuer = signingIssuer(() => ({}), {
      answer: (_, path) =>
        path === '/device'
          ? answer(200, {
              device_code: 'the-device-code',
              user_code: 'WDJB-MJHT',
              verification_uri: `${ISSUER}/activate`,
              expires_in: 600,
            })
          : undefined,
    });
    const { result, events } = login(
      { browsing: () => ['nothing'], ports: { person: keys('x', 'd') } },
      issuer,
    );
    expect((await result).session.flow).toBe('device');
    expect(events.map(({ kind }) => kind)).toEqual(['flow', 'authorize', 'device']);
  });

  test('p takes the address that the browser ended at', async () => {
    let address = new URL(ISSUER);
    const person = keys('p');
    const { result } = login({
      browsing: (url) => {
        address = url;
        return ['nothing'];
      },
      ports: {
        person: person && {
          ...person,
          ask: async () =>
            ` ${REDIRECT_URI}?code=pasted&state=${address.searchParams.get('state')}&iss=${encodeURIComponent(ISSUER)}\n`,
        },
      },
    });
    expect((await result).session.username).toBe('agus');
  });

  test.for([
    { pasted: 'not an address', message: 'what was pasted is no address' },
    {
      pasted: `${REDIRECT_URI}?code=x&state=another`,
      message: 'what was pasted is not the answer to this login: its state differs',
    },
  ])('a pasted text that is no answer: $pasted', async ({ pasted, message }) => {
    const { result } = login({ browsing: () => ['nothing'], ports: { person: keys('p', pasted) } });
    await expect(result).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      message,
      hint: 'log in again, and paste the whole address that the browser ends at, in the same run',
    });
  });

  test('a browser that was closed: it is over when the time is', async () => {
    const { result, slept } = login({ browsing: () => ['nothing'], request: { patience: 120 } });
    await expect(result).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      message: 'nobody logged in within 2 minutes',
      hint: `log in again with more time (--login-timeout); if the browser showed an error, check the client id and whether ${REDIRECT_URI} is registered for it`,
    });
    expect(slept()).toBe(120);
  });

  test.for([
    {
      title: 'a page',
      shows: html(
        400,
        '<head><title>x</title></head><style>h1{}</style><h1>Oh no!</h1> invalid_client: <p>who?',
      ),
      says: 'invalid_client: who?',
    },
    {
      title: 'an error of OAuth',
      shows: answer(400, { error: 'invalid_request', error_description: 'redirect_uri is not registered' }),
      says: 'invalid_request (redirect_uri is not registered)',
    },
    { title: 'nothing', shows: answer(400, ''), says: 'status 400' },
    { title: 'a long page', shows: html(400, 'x'.repeat(300)), says: `${'x'.repeat(100)}...` },
  ])(
    'a server that shows an error instead of a login page ends the wait: $title',
    async ({ shows, says }) => {
      const issuer = signingIssuer(undefined, {
        answer: (_, path) => (path === '/authorize' ? shows : undefined),
      });
      const { result, events } = login({ browsing: () => ['nothing'] }, issuer);
      await expect(result).rejects.toMatchObject({
        code: 'LOGIN_REFUSED',
        message: `${ISSUER} shows an error instead of a login page: ${says}`,
        hint: expect.stringMatching(
          /^check the client id 'cli', and register http:.* for this client, or name what/,
        ),
      });
      expect(events.map(({ kind }) => kind)).toEqual(['flow', 'authorize']);
    },
  );

  test.for([401, 403, 404, 429, 500])('status %i may be for programs that are no browser', async (status) => {
    const issuer = signingIssuer(undefined, {
      answer: (_, path) => (path === '/authorize' ? html(status) : undefined),
    });
    expect((await login({}, issuer).result).session.username).toBe('agus');
  });

  test('a pushed request is used once, by the browser', async () => {
    const issuer = signingIssuer(undefined, {
      metadata: { pushed_authorization_request_endpoint: `${ISSUER}/par` },
      answer: (_, path) =>
        path === '/par' ? answer(201, { request_uri: 'urn:pushed:1', expires_in: 60 }) : undefined,
    });
    const { result, http } = login({ browsing: () => ['nothing'], request: { par: true } }, issuer);
    await expect(result).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    expect(http.sentTo('/authorize')).toEqual([]);
  });

  test('Ctrl-C', async () => {
    const { result } = login({ browsing: () => ['nothing'], interruptedAfter: 1 });
    await expect(result).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  test('no browser, and no terminal to show the address on', async () => {
    const { result, events } = login({
      ports: { browser: async () => ({ open: async () => false }), watched: false },
    });
    await expect(result).rejects.toMatchObject({
      code: 'USAGE',
      message: 'there is no browser to open here, and no terminal to show its address on',
    });
    expect(events.map(({ kind }) => kind)).toEqual(['flow']);
  });
});
