import { generateKeyPairSync } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { run } from '../../../src/cli/run.js';
import type { HttpOutcome } from '../../../src/ports/http.js';
import type { Session } from '../../../src/session/session.js';
import { createTestContext, type World } from '../../support/test-context.js';
import { CLAIMS, HEADER, NOW, tokenOf } from '../token/lint/tokens.js';

const ISSUER = 'https://as.example';
const metadata = { issuer: ISSUER, jwks_uri: `${ISSUER}/jwks` };
const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const key = { kty: 'EC', crv: 'P-256', x, y, kid: 'a', use: 'sig' };

const respond = (status: number, body: object): HttpOutcome => ({
  kind: 'response',
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  truncated: false,
  durationMs: 1,
});

/** An issuer with metadata and keys. */
const issuer =
  (named: object = metadata, keys: readonly object[] = [key]): NonNullable<World['answer']> =>
  ({ url }) => {
    if (url === `${ISSUER}/.well-known/openid-configuration`) return respond(200, named);
    return url === `${ISSUER}/jwks` ? respond(200, { keys }) : respond(404, {});
  };

const stored = (server: string, accessToken: string): Session => ({
  name: 'agus',
  server,
  flow: 'json',
  username: 'agus',
  role: 'reader',
  credential: { kind: 'bearer', accessToken },
  createdAt: 0,
});

async function storeWith(...sessions: readonly Session[]) {
  const store = createMemoryStore();
  for (const session of sessions) await store.put(session);
  return store;
}

interface Document {
  readonly tokens: readonly { readonly source: string; readonly line?: number }[];
  readonly server: object | null;
  readonly findings: readonly { readonly id: string; readonly at: string }[];
}

/** Runs `authctl lint --json` and answers what came of it. */
async function lint(args: readonly string[], world: World = {}) {
  const ctx = createTestContext({ ...world, now: NOW, argv: ['lint', '--json', ...args] });
  const status = await run(ctx);
  const document = JSON.parse(ctx.written.stdout) as Document & { readonly error?: unknown };
  return {
    status,
    sources: document.tokens?.map(({ source }) => source),
    ids: document.findings?.map(({ id, at }) => `${id} ${at}`),
    server: document.server,
    stderr: ctx.written.stderr,
    requests: ctx.requests.map(({ url }) => url),
  };
}

describe('--issuer', () => {
  test('judges the token, the metadata and the keys', async () => {
    expect(await lint([tokenOf(), '--issuer', ISSUER], { answer: issuer() })).toEqual({
      status: 0,
      sources: ['the command line'],
      ids: [],
      server: { issuer: ISSUER, keySetUrl: `${ISSUER}/jwks`, keys: 1 },
      stderr: '',
      requests: [`${ISSUER}/.well-known/openid-configuration`, `${ISSUER}/jwks`],
    });
  });

  test('gives the keys to the rules that need them', async () => {
    const keys = [
      { ...key, crv: 'P-384' },
      { kty: 'RSA', use: 'sig', kid: 'b', n: 'AQAB', e: 'AQAB' },
    ];
    const { status, ids } = await lint([tokenOf(), '--issuer', ISSUER], { answer: issuer(metadata, keys) });
    expect({ status, ids }).toEqual({
      status: 1,
      ids: ['alg.key-mismatch /header/alg', 'key.rsa-small /keys/1/n'],
    });
  });

  test('a token from another issuer, and metadata for another', async () => {
    const token = tokenOf(HEADER, { ...CLAIMS, iss: 'https://other.example' });
    const answer = issuer({ ...metadata, issuer: `${ISSUER}/` });
    const { status, ids } = await lint([token, '--issuer', ISSUER], { answer });
    expect({ status, ids }).toEqual({
      status: 1,
      ids: ['iss.mismatch /payload/iss', 'meta.issuer-mismatch /metadata/issuer'],
    });
  });

  test.for([
    { title: 'no token anywhere', sessions: [], sources: [], said: 'there is no token to judge' },
    {
      title: 'a stored token from elsewhere',
      sessions: [stored('https://other.example', tokenOf())],
      sources: [],
      said: 'the stored token is from https://other.example',
    },
    {
      title: 'a stored token from there',
      sessions: [stored(ISSUER, tokenOf())],
      sources: ["the stored session 'agus'"],
      said: '',
    },
  ])('with $title', async ({ sessions, sources, said }) => {
    const store = await storeWith(...sessions);
    const result = await lint(['--issuer', ISSUER], { answer: issuer(), store });
    expect(result).toMatchObject({ status: 0, sources, ids: [] });
    expect(result.stderr).toContain(said);
  });

  test('a session that is named is judged, wherever it is from', async () => {
    const store = await storeWith(stored('https://other.example', tokenOf()));
    const result = await lint(['--issuer', ISSUER, '--as', 'agus'], { answer: issuer(), store });
    expect(result).toMatchObject({ status: 0, sources: ["the stored session 'agus'"] });
  });

  test.for([
    { title: 'nobody there', args: ['--issuer', ISSUER], answer: undefined, status: 3 },
    { title: 'no TLS', args: ['--issuer', 'http://as.example'], answer: undefined, status: 2 },
    { title: 'no metadata', args: ['--issuer', ISSUER], answer: () => respond(404, {}), status: 3 },
  ])('$title: $status', async ({ args, answer, status }) => {
    expect((await lint([tokenOf(), ...args], answer ? { answer } : {})).status).toBe(status);
  });
});

describe('keys', () => {
  const hmac = tokenOf({ ...HEADER, alg: 'HS256' });
  const pem = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({
    type: 'spki',
    format: 'pem',
  });
  const files = {
    'jwks.json': JSON.stringify({ keys: [{ ...key, d: 'AA' }] }),
    'key.json': JSON.stringify({ ...key, d: 'AA' }),
    'key.pem': String(pem),
    'secret.txt': 'changeme\n',
    'blank.txt': '\n',
    'hex.txt': 'hex:zz',
    'list.json': '[]',
  };

  test.for([
    [
      'a key set in a file, as it will be published',
      tokenOf(),
      ['--jwks', 'jwks.json'],
      1,
      ['jwks.private-members /keys/0'],
    ],
    ["a key of one's own, which may be private", tokenOf(), ['--key', 'key.json'], 0, []],
    [
      'a key in PEM',
      tokenOf(),
      ['--key', 'key.pem'],
      1,
      ['alg.key-mismatch /header/alg', 'key.rsa-small /keys/0/n'],
    ],
    [
      'a secret that everybody knows',
      hmac,
      ['--secret-file', 'secret.txt'],
      1,
      ['key.hmac-wordlist /header/alg', 'key.hmac-short /header/alg'],
    ],
    ['a secret that is nothing', hmac, ['--secret-file', 'blank.txt'], 1, ['key.hmac-blank /header/alg']],
    ['a public key for a secret', hmac, ['--secret-file', 'key.pem'], 1, ['key.hmac-is-pem /header/alg']],
    ['a secret in the environment', hmac, ['--secret-env', 'SECRET'], 1, ['key.hmac-short /header/alg']],
    ['an audience', tokenOf(), ['--audience', 'https://other.example'], 1, ['aud.mismatch /payload/aud']],
  ] as const)('%s', async ([, token, args, status, ids]) => {
    const result = await lint([token, ...args], { files, env: { SECRET: 'x7Gq' } });
    expect({ status: result.status, ids: result.ids }).toEqual({ status, ids });
    expect(result.stderr).not.toContain('changeme');
  });

  test.for([
    { args: ['--jwks', 'absent.json'], status: 2 },
    { args: ['--jwks', 'list.json'], status: 2 },
    { args: ['--jwks', 'http://as.example/jwks'], status: 2 },
    { args: ['--jwks', `${ISSUER}/jwks`], status: 3 },
    { args: ['--key', 'secret.txt'], status: 2 },
    { args: ['--secret-file', 'hex.txt'], status: 2 },
    { args: ['--secret-env', 'UNSET'], status: 2 },
    { args: ['--jwks', 'jwks.json', '--key', 'key.pem'], status: 2 },
  ])('$args: $status', async ({ args, status }) => {
    expect((await lint([tokenOf(), ...args], { files })).status).toBe(status);
  });
});

describe('several tokens', () => {
  const other = tokenOf(HEADER, { ...CLAIMS, sub: '3' }, Buffer.alloc(64, 9).toString('base64url'));

  test('as arguments', async () => {
    expect(await lint([tokenOf(), other])).toMatchObject({ status: 1, ids: ['batch.same-jti /payload/jti'] });
  });

  test('one a line in a file', async () => {
    const files = { 'both.txt': `${tokenOf()}\n\n${other}\n` };
    expect(await lint(['@both.txt'], { files })).toMatchObject({
      status: 1,
      sources: ['both.txt:1', 'both.txt:3'],
      ids: ['batch.same-jti /payload/jti'],
    });
  });

  test('one a line on stdin, where lines that are none are passed over and counted against it', async () => {
    const stdin = `${tokenOf()}\nhello\n\n"${tokenOf()}"\n`;
    expect(await lint(['--lines'], { stdin })).toMatchObject({
      status: 1,
      sources: ['stdin:1'],
      ids: [],
      stderr: expect.stringMatching(/^stdin:2: this is no token: .*\n$/),
    });
  });

  test('no token in any line', async () => {
    expect((await lint(['--lines'], { stdin: 'hello\nworld\n' })).status).toBe(1);
  });
});

describe('what is encrypted', async () => {
  const secret = 'a secret for tests, of 32 bytes.';
  const files = { 'secret.txt': secret, 'other.txt': 'another secret of as many bytes.' };
  const encrypted = (content: string, header: object = {}): Promise<string> =>
    new CompactEncrypt(Buffer.from(content))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...header })
      .encrypt(Buffer.from(secret));
  const claims = JSON.stringify({ ...CLAIMS, exp: CLAIMS.iat - 60, password: 'x' });
  const ofClaims = await encrypted(claims);
  const ofToken = await encrypted(tokenOf(HEADER, { ...CLAIMS, exp: CLAIMS.iat - 60 }), { cty: 'JWT' });
  const inPayload = (ids: readonly string[]) => ids.filter((id) => id.includes(' /payload'));

  test('is not judged without a key', async () => {
    const { ids, stderr } = await lint([ofClaims], { files });
    expect({ ids: inPayload(ids), stderr }).toEqual({ ids: [], stderr: '' });
  });

  test('its claims are judged with the key', async () => {
    const { ids, sources } = await lint([ofClaims, '--secret-file', 'secret.txt'], { files });
    expect(sources).toEqual(['the command line']);
    expect(inPayload(ids)).toEqual(
      expect.arrayContaining(['claims.secret-material /payload/password', 'time.order /payload/exp']),
    );
  });

  test('the token in it is judged as one of its own', async () => {
    const { ids, sources } = await lint([ofToken, '--secret-file', 'secret.txt'], { files });
    expect(sources).toEqual(['the command line', 'the token inside the command line']);
    expect(inPayload(ids)).toEqual(expect.arrayContaining(['time.order /payload/exp']));
  });

  test('another key leaves it closed, and that is said', async () => {
    const { ids, stderr } = await lint([ofClaims, '--secret-file', 'other.txt'], { files });
    expect(inPayload(ids)).toEqual([]);
    expect(stderr).toMatch(/^the command line: what is encrypted was not judged: .*other\.txt.*\n$/);
  });

  test('a signed token beside it is judged as ever', async () => {
    const signed = tokenOf(HEADER, CLAIMS);
    const { sources } = await lint([signed, ofClaims, '--secret-file', 'secret.txt'], { files });
    expect(sources).toHaveLength(2);
  });
});
