import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AuthctlError } from '../../../../src/errors.js';
import { lintTokens } from '../../../../src/token/lint/lint-tokens.js';
import { HEADER, NOW, tokenOf } from './tokens.js';

const ids = (text: string, options = {}) =>
  lintTokens([{ text, origin: 'a test' }], NOW, options).findings.map(({ id }) => id);
const unsigned = tokenOf({ ...HEADER, alg: 'none' });

test('a sound token, and what it was judged as', () => {
  expect(lintTokens([{ text: tokenOf(), origin: 'stdin' }], NOW)).toEqual({
    tokens: [
      {
        origin: 'stdin',
        file: null,
        format: 'jws',
        kind: 'access-token',
        fingerprint: expect.stringMatching(/^sha256:[0-9a-f]{16}$/),
      },
    ],
    server: null,
    findings: [],
    accepted: [],
    stale: [],
    at: NOW,
  });
});

test.for([
  { title: 'in a header line', text: `Authorization: Bearer ${tokenOf()}`, found: [] },
  { title: 'in a token response', text: JSON.stringify({ access_token: tokenOf() }), found: [] },
  {
    title: 'in the query of a URL',
    text: `https://api.example/articles?access_token=${tokenOf()}`,
    found: ['source.in-url'],
  },
  {
    title: 'in the fragment of a URL',
    text: `"https://app.example/#access_token=${tokenOf()}&token_type=Bearer"`,
    found: ['source.in-url'],
  },
])('a token $title', ({ text, found }) => {
  expect(ids(text)).toEqual(found);
});

test('a rule that is disabled finds nothing', () => {
  expect(ids(unsigned)).toEqual(['alg.none']);
  expect(ids(unsigned, { disabled: new Set(['alg.none']) })).toEqual([]);
});

test('a severity that was set takes the place of every degree, and of the order', () => {
  const header = { alg: 'ES256', typ: 'at+jwt', crit: [] };
  const { findings } = lintTokens([{ text: tokenOf(header), origin: '' }], NOW, {
    severities: new Map([['kid.missing', 'critical']]),
  });
  expect(findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual([
    'critical kid.missing',
    'high hdr.crit-empty',
  ]);
});

test('the profile that is named goes before the one that is recognised', () => {
  const { tokens } = lintTokens([{ text: tokenOf(), origin: '' }], NOW, { profile: 'id-token' });
  expect(tokens.map(({ kind }) => kind)).toEqual(['id-token']);
});

test('each of several tokens has its own findings', () => {
  const result = lintTokens(
    [
      { text: tokenOf(), origin: 'a' },
      { text: unsigned, origin: 'b' },
    ],
    NOW,
  );
  const [a, b] = result.tokens;
  expect(a?.fingerprint).not.toBe(b?.fingerprint);
  expect(result.findings.map(({ id, token }) => ({ id, token }))).toEqual([
    { id: 'alg.none', token: b?.fingerprint },
    { id: 'batch.same-jti', token: b?.fingerprint },
  ]);
});

test.for(['', 'hello', 'https://api.example/?access_token=x', '{"a":1}'])('%j is no token', (text) => {
  expect(() => ids(text)).toThrow(expect.objectContaining({ code: 'NOT_A_TOKEN' }));
});

test('a text that is refused, but that a rule explains, is explained', () => {
  expect(ids(`${tokenOf()}.AAAA`)).toEqual(['format.not-compact']);
});

const lintOrRefuse = (text: string): string => {
  try {
    return ids(text).join(' ');
  } catch (error) {
    if (error instanceof AuthctlError && error.code === 'NOT_A_TOKEN') return 'refused';
    throw error;
  }
};

test.for([
  { title: '10 MB of one letter', text: 'a'.repeat(10_000_000) },
  { title: '10 MB that open like a token', text: `eyJ${'a'.repeat(10_000_000)}` },
  { title: 'ten million dots', text: `eyJ${'.'.repeat(10_000_000)}` },
  {
    title: '10,000 levels of claims',
    text: tokenOf(HEADER, `${'[{"a":'.repeat(5_000)}1${'}]'.repeat(5_000)}`),
  },
  { title: '10,000 levels of header', text: tokenOf(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`) },
])('$title: refused at once', ({ text }) => {
  const start = performance.now();
  expect(lintOrRefuse(text)).toBe('refused');
  expect(performance.now() - start).toBeLessThan(2_000);
});

test.for([
  { title: 'a kid of 500,000 quotes', header: { ...HEADER, kid: "'".repeat(500_000) } },
  { title: 'a kid that almost speaks SQL', header: { ...HEADER, kid: `select ${'select '.repeat(30)}` } },
  {
    title: 'a crit of 50,000 names',
    header: { ...HEADER, crit: Array.from({ length: 50_000 }, (_, at) => `n${at}`) },
  },
  {
    title: 'an x5c of 50,000 entries',
    header: { ...HEADER, x5c: Array.from({ length: 50_000 }, () => 'MIIB') },
  },
  { title: 'a typ of 500,000 letters', header: { ...HEADER, typ: 'application/'.repeat(40_000) } },
  { title: 'a jku of 500,000 letters', header: { ...HEADER, jku: `https://${'a.'.repeat(250_000)}` } },
])('$title: judged at once', ({ header }) => {
  const start = performance.now();
  expect(lintOrRefuse(tokenOf(header))).not.toBe('refused');
  expect(performance.now() - start).toBeLessThan(2_000);
});

const names = fc.constantFrom(
  'alg',
  'typ',
  'kid',
  'crit',
  'b64',
  'zip',
  'cty',
  'jku',
  'x5u',
  'x5c',
  'x5t',
  'jwk',
  'iss',
  'aud',
  'exp',
  'iat',
  'nbf',
  'events',
  'nonce',
  'cnf',
  'act',
  'scope',
  '__proto__',
  'constructor',
  'toString',
);
const values = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('none', 'ES256', 'RS256', 'JWT', 'at+jwt', 'https://127.0.0.1/', 'http://[', '__proto__'),
);
const objects = fc
  .array(fc.tuple(names, values), { maxLength: 8 })
  .map(
    (entries) =>
      `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`,
  );

test('whatever header and payload hold, nothing but NOT_A_TOKEN is thrown', () => {
  fc.assert(
    fc.property(objects, objects, fc.base64String(), (header, payload, signature) => {
      lintOrRefuse(tokenOf(header, payload, signature));
    }),
    { numRuns: 500 },
  );
});

test('whatever the text is, nothing but NOT_A_TOKEN is thrown', () => {
  const parts = fc.array(
    fc.oneof(fc.base64String(), fc.string({ unit: 'binary' }), fc.constant('eyJhbGciOiJub25lIn0')),
    { maxLength: 7 },
  );
  fc.assert(
    fc.property(parts, fc.constantFrom('.', '~', ' ', ''), (texts, between) => {
      lintOrRefuse(texts.join(between));
    }),
    { numRuns: 500 },
  );
});
