import { type MutableToken, OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SessionPlace } from '../support/session-runner.js';

/** The built program against oauth2-mock-server: an issuer with discovery and a key set, that nobody here wrote. */
const server = new OAuth2Server();
let issuer: string;
let place: SessionPlace;

beforeAll(async () => {
  await server.issuer.keys.generate('RS256');
  await server.issuer.keys.generate('ES256');
  await server.start(0, '127.0.0.1');
  issuer = `http://127.0.0.1:${server.address().port}`;
  server.issuer.url = issuer;
  place = await SessionPlace.open({ setup: [`env ISSUER=${issuer}`], steps: [] });
});

afterAll(async () => {
  await place.close();
  await server.stop();
});

const aToken = (change: (token: MutableToken) => void = () => undefined): Promise<string> =>
  server.issuer.buildToken({ scopesOrTransform: (header, payload) => change({ header, payload }) });

async function verify(token: string, options: string) {
  const { stdout, status } = await place.run({
    command: `authctl verify '${token}' --json ${options}`,
    now: undefined,
  });
  const { valid, failures } = JSON.parse(stdout.join('\n')) as {
    readonly valid: boolean;
    readonly failures: readonly { readonly code: string }[];
  };
  return { status, valid, failures: failures.map(({ code }) => code) };
}

const believed = { status: 0, valid: true, failures: [] };
const refused = (...failures: readonly string[]) => ({ status: 1, valid: false, failures });

test.for(['--issuer $ISSUER', '--jwks $ISSUER/jwks', '--jwks $ISSUER/jwks --issuer $ISSUER'])(
  'a fresh token is believed with %s',
  async (options) => {
    expect(await verify(await aToken(), options)).toEqual(believed);
  },
);

describe('with the keys that the issuer publishes, a token is refused', () => {
  const now = () => Math.floor(Date.now() / 1000);

  test.for([
    { why: 'expired', change: ({ payload }: MutableToken) => Object.assign(payload, { exp: now() - 60 }) },
    {
      why: 'not-yet-valid',
      change: ({ payload }: MutableToken) => Object.assign(payload, { nbf: now() + 600 }),
    },
    {
      why: 'issuer',
      change: ({ payload }: MutableToken) => Object.assign(payload, { iss: 'https://other.example' }),
    },
    { why: 'key-not-found', change: ({ header }: MutableToken) => Object.assign(header, { kid: 'another' }) },
  ])('for $why', async ({ why, change }) => {
    expect(await verify(await aToken((token) => void change(token)), '--issuer $ISSUER')).toEqual(
      refused(why),
    );
  });

  test('that was changed after it was signed', async () => {
    const [header, payload = '', signature] = (await aToken()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
    const raised = Buffer.from(JSON.stringify({ ...claims, role: 'admin' })).toString('base64url');
    expect(await verify([header, raised, signature].join('.'), '--issuer $ISSUER')).toEqual(
      refused('signature'),
    );
  });

  test('that is meant for another audience', async () => {
    const token = await aToken(({ payload }) => void Object.assign(payload, { aud: 'https://api.example' }));
    expect(await verify(token, '--issuer $ISSUER --audience https://other.example')).toEqual(
      refused('audience'),
    );
  });
});

test('a key set that is not there ends with 3', async () => {
  const { status } = await place.run({
    command: `authctl verify '${await aToken()}' --jwks $ISSUER/no-such-path`,
    now: undefined,
  });
  expect(status).toBe(3);
});

test('its token is decoded', async () => {
  const token = await aToken(({ payload }) => void Object.assign(payload, { sub: 'agus', role: 'reader' }));
  const { stdout } = await place.run({ command: `authctl decode '${token}' --json`, now: undefined });
  expect(JSON.parse(stdout.join('\n'))).toMatchObject({
    payload: { iss: issuer, sub: 'agus', role: 'reader' },
    role: 'reader',
    lifetime: { state: 'active' },
  });
});

describe('a login', () => {
  /** With the one algorithm that its metadata name. */
  const login = async (
    options: string,
    change: (payload: MutableToken['payload']) => void = () => undefined,
  ) => {
    const other = new OAuth2Server();
    await other.issuer.keys.generate('RS256');
    await other.start(0, '127.0.0.1');
    other.issuer.url = `http://127.0.0.1:${other.address().port}`;
    other.service.on('beforeTokenSigning', ({ payload }: MutableToken) => change(payload));
    try {
      const command = `authctl login ${other.issuer.url} --json ${options}`;
      const { stdout, status } = await place.run({ command, now: undefined });
      return { status, ...(JSON.parse(stdout.join('\n')) as Readonly<Record<string, unknown>>) };
    } finally {
      await other.stop();
    }
  };

  test('with the browser: PKCE, nonce, ID token', async () => {
    expect(await login('--client-id cli')).toMatchObject({ status: 0, flow: 'code', name: 'johndoe' });
  });

  test('as a client', async () => {
    expect(await login('--client-id ci --client-auth none --flow client-credentials')).toMatchObject({
      status: 0,
      flow: 'client-credentials',
    });
  });

  test('with an ID token for another login stores nothing', async () => {
    const result = await login(
      '--client-id cli --as other',
      (payload) => void Object.assign(payload, { nonce: 'another' }),
    );
    expect(result).toMatchObject({ status: 4, code: 'LOGIN_REFUSED' });
    const { stdout } = await place.run({ command: 'authctl status --json', now: undefined });
    expect(stdout.join('')).not.toContain('"other"');
  });
});
