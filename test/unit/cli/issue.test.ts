import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/run.js';
import { generatePrivateJwk } from '../../../src/server/signing-keys.js';
import type { JsonObject } from '../../../src/token/json.js';
import { createTestContext, type World } from '../../support/test-context.js';
import { compact, ecPair, hmacToken, TEST_SECRET } from '../../support/tokens.js';

const NOW = 1_767_225_600;
const ISSUER = 'http://127.0.0.1:4455';
const server = { keys: [await generatePrivateJwk()] };
const one = ecPair().privateKey.export({ format: 'jwk' });
const other = ecPair();

const FILES = {
  '/home/data/server-keys.json': JSON.stringify(server),
  'secret.txt': TEST_SECRET,
  'short.txt': 'short',
  'key.jwk': JSON.stringify({ ...one, kid: 'one' }),
  'public.pem': other.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  'set.json': JSON.stringify({
    keys: [
      { ...one, kid: 'one' },
      { ...other.privateKey.export({ format: 'jwk' }), kid: 'other' },
    ],
  }),
  'rotated.json': JSON.stringify({
    keys: [
      { ...one, kid: 'new' },
      { ...other.publicKey.export({ format: 'jwk' }), kid: 'old' },
    ],
  }),
  'box.pem': generateKeyPairSync('rsa', { modulusLength: 2048 })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString(),
  'ed.pem': generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  'claims.json': '{"sub":"7","tenant":"north"}',
  'broken.json': '{"sub":',
  'empty.json': '',
  'list.json': '[1]',
  'exchange.pem': generateKeyPairSync('x25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
  'box.jwk': JSON.stringify({ ...one, use: 'enc' }),
  'twice.json': '{"sub":"1","sub":"2"}',
  'big.json': '{"n":12345678901234567890}',
};

async function issued(argv: readonly string[], world: World = {}) {
  const context = createTestContext({ files: FILES, ...world, argv: ['issue', ...argv] });
  const status = await run(context);
  const { stdout, stderr } = context.written;
  const [header, claims] = stdout
    .trim()
    .split('.')
    .slice(0, 2)
    .map((part) => {
      try {
        return JSON.parse(Buffer.from(part, 'base64url').toString()) as JsonObject;
      } catch {
        return null;
      }
    });
  return { status, stdout, stderr, header, claims };
}

const TIMES = { iat: NOW, exp: NOW + 900, jti: 'random-id' };
const USUAL = { iss: ISSUER, aud: ISSUER, client_id: 'authctl', ...TIMES };
const SCOPES = {
  reader: 'articles:read',
  admin: 'articles:read articles:write users:read users:write',
} as const;
const user = (id: number, username: string, role: string, scope: string) => ({
  ...USUAL,
  sub: String(id),
  id,
  username,
  role,
  roles: [role],
  scope,
});
const AGUS = user(2, 'agus', 'reader', SCOPES.reader);

describe('claims', () => {
  test.for<{ argv: readonly string[]; claims: JsonObject; env?: World['env'] }>([
    { argv: [], claims: AGUS },
    { argv: ['--as', 'sari'], claims: user(3, 'sari', 'admin', SCOPES.admin) },
    { argv: ['--as', '3'], claims: user(3, 'sari', 'admin', SCOPES.admin) },
    { argv: ['--role', 'admin'], claims: user(3, 'sari', 'admin', SCOPES.admin) },
    { argv: ['--as', 'agus', '--role', 'admin'], claims: user(2, 'agus', 'admin', SCOPES.admin) },
    { argv: ['--role', 'auditor'], claims: { ...user(2, 'agus', 'auditor', '') } },
    {
      argv: [],
      env: { AUTHCTL_PORT: '5566' },
      claims: { ...AGUS, iss: 'http://127.0.0.1:5566', aud: 'http://127.0.0.1:5566' },
    },
    { argv: ['--sub', '42'], claims: { ...USUAL, sub: '42' } },
    {
      argv: ['--iss', 'https://a.example', '--sub', '42'],
      claims: { ...USUAL, iss: 'https://a.example', aud: 'https://a.example', sub: '42' },
    },
    { argv: ['--sub', '1', '--aud', 'a, b'], claims: { ...USUAL, sub: '1', aud: ['a', 'b'] } },
    {
      argv: ['--sub', '1', '--client-id', 'c', '--scope', 'a,b c', '--jti', 'j', '--role', 'r'],
      claims: { ...USUAL, sub: '1', client_id: 'c', scope: 'a b c', jti: 'j', role: 'r', roles: ['r'] },
    },
    { argv: ['--sub', '1', '--expires', '2h'], claims: { ...USUAL, sub: '1', exp: NOW + 7_200 } },
    { argv: ['--sub', '1', '--expires', '2026-01-02'], claims: { ...USUAL, sub: '1', exp: NOW + 86_400 } },
    {
      argv: ['--sub', '1', '--not-before', '1m'],
      claims: { ...USUAL, sub: '1', nbf: NOW + 60, exp: NOW + 960 },
    },
    {
      argv: [
        '--sub',
        '1',
        '--claim',
        'a=1',
        '--claim',
        'b:=1',
        '--claim',
        'https://x.example/c=d=e',
        '--claim',
        '/f/g:=[]',
      ],
      claims: { ...USUAL, sub: '1', a: '1', b: 1, 'https://x.example/c': 'd=e', f: { g: [] } },
    },
    { argv: ['--claims', '@claims.json'], claims: { ...USUAL, sub: '7', tenant: 'north' } },
    { argv: ['--claims', '@claims.json', '--sub', '8'], claims: { ...USUAL, sub: '8', tenant: 'north' } },
    { argv: ['--bare'], claims: {} },
    { argv: ['--bare', '--sub', '1', '--claim', 'exp:=5'], claims: { sub: '1', exp: 5 } },
    { argv: ['--bare', '--claims', '@claims.json'], claims: { sub: '7', tenant: 'north' } },
  ])('$argv', async ({ argv, claims, env }) => {
    const result = await issued(argv, { env: env ?? {} });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(result.claims).toEqual(claims);
  });

  test('from stdin', async () => {
    const { claims } = await issued(['--bare', '--claims', '-'], { stdin: '{"a":[true]}' });
    expect(claims).toEqual({ a: [true] });
  });
});

describe('header and key', () => {
  const kid = server.keys[0]?.kid;

  test.for<{ argv: readonly string[]; header: JsonObject }>([
    { argv: [], header: { alg: 'ES256', typ: 'at+jwt', kid: String(kid) } },
    { argv: ['--bare'], header: { alg: 'ES256' } },
    { argv: ['--bare', '--typ', 'JWT', '--kid', 'k'], header: { alg: 'ES256', typ: 'JWT', kid: 'k' } },
    { argv: ['--key', 'key.jwk'], header: { alg: 'ES256', typ: 'at+jwt', kid: 'one' } },
    { argv: ['--key', 'key.jwk', '--kid', 'new'], header: { alg: 'ES256', typ: 'at+jwt', kid: 'new' } },
    { argv: ['--key', 'set.json'], header: { alg: 'ES256', typ: 'at+jwt', kid: 'one' } },
    { argv: ['--key', 'set.json', '--kid', 'other'], header: { alg: 'ES256', typ: 'at+jwt', kid: 'other' } },
    { argv: ['--secret-file', 'secret.txt'], header: { alg: 'HS256', typ: 'at+jwt' } },
    { argv: ['--secret-env', 'S'], header: { alg: 'HS256', typ: 'at+jwt' } },
    {
      argv: ['--bare', '--header', 'x=1', '--header', 'y:={"z":2}'],
      header: { alg: 'ES256', x: '1', y: { z: 2 } },
    },
    {
      argv: ['--encrypt-to', 'box.pem'],
      header: { alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' },
    },
  ])('$argv', async ({ argv, header }) => {
    const result = await issued(argv, { env: { S: TEST_SECRET } });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(result.header).toEqual(header);
  });

  test('a short secret signs where that is asked for', async () => {
    expect((await issued(['--secret-file', 'short.txt', '--allow-weak-keys'])).status).toBe(0);
  });
});

describe('a token that is changed', () => {
  const token = hmacToken({ sub: '1', exp: NOW + 5, roles: ['a'], scope: 's' }, { typ: 'x+jwt', kid: 'old' });

  test.for<{ argv: readonly string[]; header?: JsonObject; claims: JsonObject }>([
    {
      argv: [],
      header: { alg: 'ES256', typ: 'x+jwt', kid: String(server.keys[0]?.kid) },
      claims: { sub: '1', exp: NOW + 5, roles: ['a'], scope: 's' },
    },
    {
      argv: ['--secret-file', 'secret.txt'],
      header: { alg: 'HS256', typ: 'x+jwt' },
      claims: { sub: '1', exp: NOW + 5, roles: ['a'], scope: 's' },
    },
    {
      argv: ['--set', 'sub=2', '--set', '/roles/-=admin', '--unset', 'scope'],
      claims: { sub: '2', exp: NOW + 5, roles: ['a', 'admin'] },
    },
    { argv: ['--expires', '15m', '--unset', 'roles'], claims: { sub: '1', exp: NOW + 900, scope: 's' } },
  ])('$argv', async ({ argv, header, claims }) => {
    const result = await issued(['--from', token, ...argv]);
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(result.claims).toEqual(claims);
    if (header) expect(result.header).toEqual(header);
  });

  test('round trip: with its own key it comes out byte for byte', async () => {
    const compactToken = hmacToken({ sub: '1', exp: NOW + 5 });
    const { stdout } = await issued(['--from', '-', '--secret-file', 'secret.txt'], { stdin: compactToken });
    expect(stdout).toBe(`${compactToken}\n`);
  });

  test('one that has expired stays so, and that is said', async () => {
    const { status, stderr } = await issued(['--from', hmacToken({ exp: NOW - 60 })]);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'note: the token expired 1 minute ago; --expires 15m makes it last again\n',
    });
  });

  test.for([
    { why: 'no token', from: 'hello' },
    { why: 'claims that are none', from: compact({ alg: 'HS256' }, '[1]') },
    { why: 'an encrypted one', from: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA' },
  ])('$why: exit 1', async ({ from }) => {
    expect(await issued(['--from', from])).toMatchObject({ status: 1, stdout: '' });
  });
});

describe('bad input: exit 2, nothing printed, and what to do', () => {
  test.for<{ argv: readonly string[]; error: string; hint?: string }>([
    ...['15x', '-5m', '1.5h', 'soon', '', '99999999d'].map((time) => ({
      argv: ['--expires', time],
      error: `option '--expires <time>' argument '${time}' is invalid. Expected a time from now, such as 15m, 2h or 7d, or a date such as 2026-01-01T00:00:00Z.`,
    })),
    ...['2026-13-01', '2026-02-30', '2026-01-01T25:00:00Z', '2026-01-01T00:00:00 Paris'].map((time) => ({
      argv: ['--not-before', time],
      error: `option '--not-before <time>' argument '${time}' is invalid. Expected a time from now, such as 15m, 2h or 7d, or a date such as 2026-01-01T00:00:00Z.`,
    })),
    {
      argv: ['--bare', '--expires', '5m'],
      error: "option '--expires <time>' cannot be used with option '--bare'",
    },
    {
      argv: ['--bare', '--not-before', '5m'],
      error: "option '--not-before <time>' cannot be used with option '--bare'",
    },
    {
      argv: ['--key', 'key.jwk', '--secret-file', 'secret.txt'],
      error: "option '--key <file>' cannot be used with option '--secret-file <file>'",
    },
    {
      argv: ['--sub', '1', '--claim', 'sub=2'],
      error: '`sub` is said by --sub and by --claim',
      hint: 'leave one of the two out',
    },
    { argv: ['--as', 'agus', '--sub', '2'], error: '--as says whom the token is about, and --sub does too' },
    {
      argv: ['--as', 'agus', '--claims', '@claims.json'],
      error: '--as says whom the token is about, and --claims does too',
    },
    { argv: ['--kid', 'a', '--header', 'kid=b'], error: "the header's `kid` is said twice" },
    {
      argv: ['--from', 'x', '--claims', '-', '--from', '-'],
      error: '--from and --claims cannot both be read from stdin',
    },
    { argv: ['--set', 'a=1'], error: '--set changes a token, and none is given with --from' },
    { argv: ['--unset', 'a'], error: '--unset changes a token, and none is given with --from' },
    {
      argv: ['--from', hmacToken({ a: 1 }), '--set', 'a=2', '--unset', 'a'],
      error: '`a` is said by --set and taken away by --unset',
    },
    {
      argv: ['--not-before', '1h', '--expires', '5m'],
      error: 'the token would expire before it becomes valid',
    },
    {
      argv: ['--claim', 'a:={'],
      error:
        "option '--claim <name=text>' argument 'a:={' is invalid. What follows := is not JSON. A text is given as name=text.",
    },
    {
      argv: ['--claim', '=x'],
      error: "option '--claim <name=text>' argument '=x' is invalid. Expected name=text or name:=json.",
    },
    {
      argv: ['--claim', 'x'],
      error: "option '--claim <name=text>' argument 'x' is invalid. Expected name=text or name:=json.",
    },
    {
      argv: ['--header', 'x:=nope'],
      error:
        "option '--header <name=text>' argument 'x:=nope' is invalid. What follows := is not JSON. A text is given as name=text.",
    },
    {
      argv: ['--claims', '@broken.json'],
      error: 'broken.json:1:8: not valid JSON: expected a value',
      hint: 'claims are one JSON object: {"sub": "2"}',
    },
    { argv: ['--claims', '@empty.json'], error: 'empty.json:1:1: not valid JSON: expected a value' },
    { argv: ['--claims', '@list.json'], error: 'the claims in list.json are no JSON object' },
    {
      argv: ['--claims', '@twice.json'],
      error: 'the claims in twice.json: what stands there says "sub" twice',
    },
    {
      argv: ['--claims', '@big.json'],
      error:
        'the claims in big.json: what stands there has a number that cannot be held exactly (12345678901234567890)',
    },
    { argv: ['--claims', '{"a":1}'], error: '--claims takes a file or stdin' },
    ...[',', ' , '].map((none) => ({
      argv: ['--aud', none],
      error: `option '--aud <name,...>' argument '${none}' is invalid. Expected at least one entry.`,
    })),
    {
      argv: ['--scope', ''],
      error: "option '--scope <scope,...>' argument '' is invalid. Expected at least one entry.",
    },
    { argv: ['--as', 'sary'], error: 'the bundled server has no user "sary"', hint: "did you mean 'sari'?" },
    { argv: ['--iss', 'https://a.example'], error: 'nothing says whom the token is about' },
    {
      argv: ['--key', 'public.pem'],
      error: 'public.pem holds a public key, and signing takes the private one',
    },
    {
      argv: ['--key', 'exchange.pem'],
      error: 'exchange.pem holds a key (x25519) that signs no JWS known here',
      hint: 'take RSA, EC on P-256, P-384, P-521 or secp256k1, Ed25519 or Ed448; `authctl keys generate` makes one',
    },
    {
      argv: ['--key', 'box.jwk'],
      error: 'box.jwk holds a key that is not for signing',
      hint: 'its `use` or `key_ops` says so; take another key',
    },
    {
      argv: ['--key', 'broken.json'],
      error: 'broken.json opens like JSON but is none',
      hint: 'check that the file is whole: a JWK is one JSON object',
    },
    {
      argv: ['--key', 'claims.json'],
      error: 'claims.json holds JSON that is neither a JWK nor a key set',
    },
    {
      argv: ['--key', 'secret.txt'],
      error: 'secret.txt holds neither PEM nor a JWK',
      hint: 'PEM starts with -----BEGIN and a JWK with {; a shared secret is given with --secret-file',
    },
    {
      argv: ['--secret-file', 'public.pem'],
      error: 'public.pem holds a PEM key, not a shared secret',
      hint: 'give it with --key',
    },
    {
      argv: ['--secret-file', 'key.jwk'],
      error: 'key.jwk holds a JWK, not a shared secret',
      hint: 'give it with --key',
    },
    { argv: ['--secret-file', 'short.txt'], error: 'the secret has 40 bits, and HS256 needs 256' },
    { argv: ['--secret-env', 'NOPE'], error: 'the environment variable NOPE is not set' },
    {
      argv: ['--alg', 'RS256'],
      error: 'the key (EC P-256) cannot sign with RS256',
      hint: 'it is for ES256; choose one of them with --alg, or another key',
    },
    {
      argv: ['--alg', 'none'],
      error: "'none' is no value for --alg",
    },
    {
      argv: ['--header', 'alg=none'],
      error: 'the algorithm is no header that can be set: it belongs to the key',
    },
    {
      argv: ['--header', 'b64:=false'],
      error: 'the claims of a token are encoded, and `b64` says that they are not',
      hint: 'leave `b64` out; `authctl forge b64.false` makes such tokens',
    },
    {
      argv: ['--key', 'set.json', '--kid', 'third'],
      error: 'set.json has no private key with the id "third"',
    },
    {
      argv: ['--key', 'rotated.json', '--kid', 'old'],
      error: 'rotated.json has no private key with the id "old"',
      hint: 'choose one of "new" with --kid; --header kid=ID writes another id into the header',
    },
    {
      argv: ['--encrypt-to', 'ed.pem'],
      error: 'ed.pem holds a key (Ed25519) that nothing can be encrypted to',
    },
    { argv: ['--sub', '1', '--claim', '/sub/x=1'], error: '/sub/x leads through "1", which has no members' },
  ])('$argv', async ({ argv, error, hint }) => {
    const { status, stdout, stderr } = await issued(argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const [said, advice] = stderr.split('\n');
    expect(said).toBe(`error: ${error}`);
    expect(advice).toMatch(hint === undefined ? /^ hint: \S/ : / hint: /);
    if (hint !== undefined) expect(advice).toBe(` hint: ${hint}`);
  });
});
