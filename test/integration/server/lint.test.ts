import { afterAll, beforeAll, expect, test } from 'vitest';
import { lintBatch, lintKeys, lintServer, lintToken } from '../../../src/token/lint/lint.js';
import { rules } from '../../../src/token/lint/registry.js';
import { readSubject, type ServerSubject } from '../../../src/token/lint/subject.js';
import { type BundledServer, NOW, startBundledServer } from '../../support/bundled-server.js';

const USERS = ['agus', 'william', 'sari'];
const METADATA = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];

let bundled: BundledServer;

beforeAll(async () => {
  bundled = await startBundledServer();
});
afterAll(() => bundled.server.close());

const tokenOf = async (user: string): Promise<string> =>
  (await bundled.bearer(user)).authorization.replace('Bearer ', '');

const bodyOf = async (path: string) => (await bundled.send('GET', path)).body as never;

async function published(path: string): Promise<ServerSubject> {
  const { keys } = (await bodyOf('/jwks.json')) as { keys: ServerSubject['keys'] };
  const metadata = (await bodyOf(path)) as { jwks_uri: string };
  return { issuer: bundled.server.issuer, metadata: metadata as never, keySetUrl: metadata.jwks_uri, keys };
}

test.for(USERS)('the token of %s has nothing unwise in it', async (user) => {
  const { subject } = readSubject(await tokenOf(user), NOW);
  expect(subject.kind).toBe('access-token');
  expect(lintToken(rules, subject)).toEqual([]);
});

test.for(METADATA)('nor has the server that issued it, by %s', async (path) => {
  const server = await published(path);
  const options = {
    server,
    keys: server.keys,
    audience: server.issuer ?? '',
    profile: 'access-token' as const,
  };
  const { subject } = readSubject(await tokenOf('agus'), NOW, options);
  expect(server.keys).toHaveLength(2);
  // The JSON login has nothing to bind a token to; the authorization server beside it does DPoP.
  expect(lintToken(rules, subject).map(({ id, severity }) => `${id} ${severity}`)).toEqual([
    'cnf.absent info',
  ]);
  // The password grant is there to be practised on (RFC 9700 section 2.4 says why it should not be).
  expect(lintServer(rules, server).map(({ id }) => id)).toEqual(['meta.ropc']);
  expect(lintKeys(rules, server.keys)).toEqual([]);
});

test('nor have all tokens together', async () => {
  const tokens = [...(await Promise.all(USERS.map(tokenOf))), await tokenOf('agus')];
  const subjects = tokens.map((text) => readSubject(text, NOW).subject);
  expect(lintBatch(rules, subjects)).toEqual([[], [], [], []]);
});
