import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/token/json.js';
import { lintBatch, lintKeys, lintServer, lintToken } from '../../../../src/token/lint/lint.js';
import { PROFILES } from '../../../../src/token/lint/profile.js';
import { rules } from '../../../../src/token/lint/registry.js';
import { SEVERITIES } from '../../../../src/token/lint/severity.js';
import { readSubject, type ServerSubject } from '../../../../src/token/lint/subject.js';
import { NOW, tokenOf } from './tokens.js';

/** Names that rules look for, and names that trip programs up. */
const NAMES = [
  ...[
    'iss',
    'sub',
    'aud',
    'exp',
    'nbf',
    'iat',
    'jti',
    'auth_time',
    'client_id',
    'scope',
    'scp',
    'cnf',
    'act',
  ],
  ...['acr', 'amr', 'role', 'roles', 'realm_access', 'authorization_details', 'events', 'email', 'password'],
  ...[
    'alg',
    'enc',
    'typ',
    'cty',
    'kid',
    'jku',
    'x5u',
    'x5c',
    'x5t',
    'jwk',
    'crit',
    'b64',
    'zip',
    'epk',
    'p2c',
  ],
  ...['kty', 'crv', 'x', 'y', 'd', 'n', 'e', 'k', 'use', 'keys', 'issuer', 'jwks_uri'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''],
];

const TEXTS = [
  ...[
    'none',
    'HS256',
    'ES256',
    'RS256',
    'RSA1_5',
    'dir',
    'ECDH-ES',
    'A128GCM',
    'at+jwt',
    'dpop+jwt',
    'logout+jwt',
  ],
  ...[
    'RSA',
    'EC',
    'OKP',
    'oct',
    'P-256',
    'X25519',
    'AQAB',
    'https://as.example',
    'http://',
    '*',
    '\u0000',
    '../x',
  ],
];

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(...TEXTS),
    fc.jsonValue(),
    fc.double(),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 8 }),
}));
/** As it would come out of a text: JSON has no NaN, and `__proto__` is a member like any other. */
const object = value.object.map((made) => JSON.parse(JSON.stringify(made)) as JsonObject);

const compact = fc
  .tuple(object, fc.oneof(object, fc.string()), fc.string({ maxLength: 80 }))
  .map(([header, payload, signature]) =>
    tokenOf(header, payload, Buffer.from(signature).toString('base64url')),
  );
const encrypted = fc
  .tuple(object, fc.array(fc.string(), { minLength: 4, maxLength: 4 }))
  .map(([header, parts]) => [Buffer.from(JSON.stringify(header)).toString('base64url'), ...parts].join('.'));
const json = object.map((made) => JSON.stringify({ payload: 'e30', ...made }));
const token = fc.oneof(compact, encrypted, json, fc.string(), fc.string({ unit: 'binary' }));

const options = fc.record({
  profile: fc.constantFrom(undefined, ...PROFILES),
  inUrl: fc.boolean(),
  keys: fc.array(object, { maxLength: 3 }),
  secret: fc.option(fc.uint8Array({ maxLength: 70 }), { nil: undefined }),
  audience: fc.option(fc.string(), { nil: undefined }),
});

const server: fc.Arbitrary<ServerSubject> = fc.record({
  issuer: fc.option(fc.oneof(fc.webUrl(), fc.string()), { nil: null }),
  metadata: fc.option(object, { nil: null }),
  keySetUrl: fc.option(fc.string(), { nil: null }),
  keys: fc.array(object, { maxLength: 3 }),
});

test('every rule answers for every token, with findings that say what and where', () => {
  fc.assert(
    fc.property(token, options, server, (text, given, published) => {
      const { subject } = readSubject(text, NOW, { ...given, server: published });
      for (const { at, message, severity } of lintToken(rules, subject)) {
        expect(at).toMatch(/^(?:\/(?:header|payload|signature|layers)(?:\/.*)?)?$/s);
        expect(message.length).toBeGreaterThan(0);
        expect(message.length).toBeLessThan(600);
        expect(SEVERITIES).toContain(severity);
      }
    }),
    { numRuns: 400 },
  );
});

test('every rule answers for every key, server and batch', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 5 }), server, (texts, published) => {
      const subjects = texts.map((text) => readSubject(text, NOW).subject);
      expect(lintBatch(rules, subjects)).toHaveLength(texts.length);
      for (const { at } of lintServer(rules, published)) expect(at).toMatch(/^\/(?:metadata|keys)(?:\/|$)/);
      for (const { at } of lintKeys(rules, published.keys)) expect(at).toMatch(/^\/keys\/\d+\//);
    }),
    { numRuns: 200 },
  );
});

const MB = 1024 * 1024;

/** What is long in a way that a careless pattern takes quadratic time for. */
const longTexts: readonly (readonly [string, string])[] = [
  ['a scope of commas', tokenOf(undefined, { scope: `a${','.repeat(MB)} ` })],
  ['a scope of spaces', tokenOf(undefined, { scope: `${' '.repeat(MB)},` })],
  ['a subject of one address after the other', tokenOf(undefined, { sub: 'a@b.'.repeat(MB / 4) })],
  ['a subject of digits', tokenOf(undefined, { sub: `+${'1 '.repeat(MB / 2)}` })],
  ['a claim that keeps opening PEM', tokenOf(undefined, { a: '-----BEGIN '.repeat(MB / 11) })],
  ['a claim that keeps beginning a URL', tokenOf(undefined, { a: 'ab+'.repeat(MB / 3) })],
  [
    'a list of a hundred thousand secrets',
    tokenOf(undefined, { password: Array.from({ length: 100_000 }, () => 'x') }),
  ],
  [
    'a list of audiences',
    tokenOf(undefined, { aud: Array.from({ length: 100_000 }, (_, index) => `https://a${index}.example`) }),
  ],
  ['an actor in an actor', tokenOf(undefined, `${'{"act":'.repeat(99)}1${'}'.repeat(99)}`)],
  ['an HMAC over a megabyte', tokenOf({ alg: 'HS256' }, { a: 'a'.repeat(MB) })],
  ['a key id', tokenOf({ alg: 'ES256', kid: `'${' or'.repeat(MB / 3)}` })],
];

test.for(longTexts)('%s is judged in time', { timeout: 5_000 }, ([, text]) => {
  expect(lintToken(rules, readSubject(text, NOW).subject).length).toBeGreaterThan(0);
});
