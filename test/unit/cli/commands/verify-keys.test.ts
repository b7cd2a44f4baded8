import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { run } from '../../../../src/cli/run.js';
import type { HttpOutcome } from '../../../../src/ports/http.js';
import { createTestContext, type World } from '../../../support/test-context.js';
import { ecToken, hmacToken, rsaToken, TEST_SECRET } from '../../../support/tokens.js';

const NOW = 1_767_225_600;
const ISSUER = 'https://login.example/realm';
const CLAIMS = { iss: ISSUER, sub: '2', exp: NOW + 60 };
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

async function verify(argv: readonly string[], world: World = {}) {
  const ctx = createTestContext({ now: NOW, ...world, argv: ['verify', '--json', ...argv] });
  const status = await run(ctx);
  const { key = null, message } = JSON.parse(ctx.written.stdout) as {
    readonly key?: object | null;
    readonly message?: string;
  };
  return { status, key, message, asked: ctx.requests.map(({ url }) => url) };
}

describe('a key in a file, in any of its forms', () => {
  const base64 = Buffer.from(TEST_SECRET).toString('base64');
  const hex = Buffer.from(TEST_SECRET).toString('hex');
  test.for([
    { form: 'SPKI', key: rsa.publicKey.export({ type: 'spki', format: 'pem' }), description: 'RSA 2048' },
    {
      form: 'PKCS #1, public',
      key: rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }),
      description: 'RSA 2048',
    },
    {
      form: 'PKCS #1, private',
      key: rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }),
      description: 'RSA 2048',
    },
    {
      form: 'PKCS #8',
      key: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      description: 'RSA 2048',
    },
    { form: 'SEC 1', key: ec.privateKey.export({ type: 'sec1', format: 'pem' }), description: 'EC P-256' },
    { form: 'a JWK', key: JSON.stringify(ec.publicKey.export({ format: 'jwk' })), description: 'EC P-256' },
  ])('$form', async ({ key, description }) => {
    const token =
      description === 'EC P-256' ? ecToken(ec.privateKey, CLAIMS) : rsaToken(rsa.privateKey, CLAIMS);
    const { status, key: used } = await verify([token, '--key', 'key'], { files: { key: String(key) } });
    expect({ status, used }).toMatchObject({ status: 0, used: { origin: 'key', description } });
  });

  test.for([
    { form: 'raw', text: TEST_SECRET },
    { form: 'base64:', text: `base64:${base64}` },
    { form: 'hex:', text: `hex:${hex}` },
  ])('a secret, $form, in a file and in the environment', async ({ text }) => {
    const token = hmacToken(CLAIMS);
    const inFile = await verify([token, '--secret-file', 'secret'], { files: { secret: text } });
    const inEnvironment = await verify([token, '--secret-env', 'SECRET'], { env: { SECRET: text } });
    expect([inFile, inEnvironment]).toMatchObject([
      { status: 0, key: { origin: 'secret', algorithm: 'HS256' } },
      { status: 0, key: { origin: 'SECRET', algorithm: 'HS256' } },
    ]);
  });
});

describe('the keys that an issuer publishes', () => {
  const keys = { keys: [{ ...ec.publicKey.export({ format: 'jwk' }), kid: 'a' }] };
  const token = ecToken(ec.privateKey, CLAIMS, { kid: 'a' });
  const respond = (status: number, body: object): HttpOutcome => ({
    kind: 'response',
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    truncated: false,
    durationMs: 1,
  });
  const publishedAt =
    (place: string, issuer = ISSUER): NonNullable<World['answer']> =>
    ({ url }) => {
      if (url === place) return respond(200, { issuer, jwks_uri: `${ISSUER}/jwks` });
      return url === `${ISSUER}/jwks` ? respond(200, keys) : respond(404, {});
    };
  const openId = `${ISSUER}/.well-known/openid-configuration`;
  const rfc8414 = 'https://login.example/.well-known/oauth-authorization-server/realm';

  test.for([
    { name: 'OpenID Connect discovery', place: openId },
    { name: 'RFC 8414, whose well-known part stands before the path', place: rfc8414 },
  ])('$name', async ({ place }) => {
    const { status, key, asked } = await verify([token, '--issuer', ISSUER], { answer: publishedAt(place) });
    expect({ status, key }).toMatchObject({ status: 0, key: { kid: 'a', origin: `${ISSUER}/jwks` } });
    expect(asked).toContain(place);
  });

  test.for([
    { name: 'metadata nowhere', answer: publishedAt('https://login.example/elsewhere') },
    { name: 'metadata of another issuer', answer: publishedAt(rfc8414, 'https://evil.example') },
  ])('$name: the question stays open', async ({ answer }) => {
    const { status, message } = await verify([token, '--issuer', ISSUER], { answer });
    expect({ status, message }).toEqual({ status: 3, message: expect.stringContaining('no keys from') });
  });
});
