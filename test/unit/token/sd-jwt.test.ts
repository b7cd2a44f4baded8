import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/token/decode.js';
import { base64url, compact, hmacToken } from '../../support/tokens.js';

const NOW = 1_767_225_600;

const disclosure = (...parts: readonly unknown[]): string => base64url(JSON.stringify(['salt', ...parts]));
const digest = (text: string, hash = 'sha256'): string => createHash(hash).update(text).digest('base64url');
const presented = (claims: object, ...disclosures: readonly string[]): string =>
  `${hmacToken(claims as Record<string, unknown>, { typ: 'dc+sd-jwt' })}~${disclosures.map((one) => `${one}~`).join('')}`;

test('the example of RFC 9901 section 4.2.1: a disclosure and its digest', () => {
  const text = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0';
  const token = presented({ _sd: ['X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0'] }, text);
  const { disclosures, payload } = decode(token, NOW);
  expect({ disclosures, payload }).toEqual({
    payload: { family_name: 'Möbius' },
    disclosures: [
      {
        name: 'family_name',
        value: 'Möbius',
        digest: 'X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0',
        at: '/family_name',
      },
    ],
  });
});

describe('as JSON (RFC 9901 section 8)', () => {
  const [role, plan] = [disclosure('role', 'admin'), disclosure('plan', 'free')];
  const hidden = digest(plan);
  const jwt = hmacToken({ sub: '2', _sd: [digest(role), hidden] }, { typ: 'dc+sd-jwt' });
  const [encodedHeader = '', payload = '', signature = ''] = jwt.split('.');
  const binding = hmacToken({ sd_hash: digest(`${jwt}~${role}~`) }, { typ: 'kb+jwt' });
  const flattened = (header: object): string =>
    JSON.stringify({ payload, protected: encodedHeader, signature, header });
  const general = (...headers: readonly object[]): string =>
    JSON.stringify({
      payload,
      signatures: headers.map((header) => ({ protected: encodedHeader, signature, header })),
    });

  test.for([
    { name: 'flattened', token: flattened({ kid: 'k', disclosures: [role], kb_jwt: binding }) },
    { name: 'general', token: general({ kid: 'k', disclosures: [role], kb_jwt: binding }, { kid: 'l' }) },
  ])('$name: what compact says', ({ name, token }) => {
    const said = decode(token, NOW);
    const compactly = decode(`${jwt}~${role}~${binding}`, NOW);
    const { findings, disclosures, withheld, layers } = compactly;
    expect(findings).toEqual([]);
    expect({ ...said, layers: said.layers.slice(1) }).toEqual({
      ...compactly,
      serialization: name,
      header: { kid: 'k', alg: 'HS256', typ: 'dc+sd-jwt' },
      disclosures,
      withheld,
      layers: layers.slice(1),
    });
    expect(JSON.stringify(said)).not.toContain(role);
  });

  test.for([
    {
      name: 'a disclosure that nothing signed names',
      header: { disclosures: [disclosure('admin', true)] },
      ids: ['sd-jwt.unmatched'],
    },
    { name: 'a disclosure that is no text', header: { disclosures: [5] }, ids: ['sd-jwt.disclosure'] },
    {
      name: 'a binding of other disclosures',
      header: { disclosures: [plan], kb_jwt: binding },
      ids: ['sd-jwt.key-binding'],
    },
    { name: 'a binding that is no token', header: { kb_jwt: 'x' }, ids: ['sd-jwt.key-binding'] },
    { name: 'nothing disclosed', header: { disclosures: [] }, ids: [] },
  ])('$name', ({ header, ids }) => {
    const { format, findings } = decode(flattened(header), NOW);
    expect({ format, ids: findings.map(({ id }) => id) }).toEqual({ format: 'sd-jwt', ids });
  });

  test('without any of it, it is a signed token', () => {
    expect(decode(flattened({ disclosures: 'x' }), NOW).format).toBe('jws');
  });
});

describe('disclosed claims stand in their places', () => {
  const role = disclosure('role', 'admin');
  const street = disclosure('street', 'a');
  const address = disclosure('address', { _sd: [digest(street)], town: 'b' });
  const element = disclosure('DE');
  test.for([
    {
      name: 'at the top',
      claims: { sub: '2', _sd: [digest(role)] },
      shown: [role],
      payload: { sub: '2', role: 'admin' },
    },
    {
      name: 'in an object',
      claims: { a: { _sd: [digest(role)], b: 1 } },
      shown: [role],
      payload: { a: { b: 1, role: 'admin' } },
    },
    {
      name: 'in a list, and what was withheld is not there',
      claims: { n: [{ '...': digest(element) }, 'US', { '...': digest('other') }] },
      shown: [element],
      payload: { n: ['DE', 'US'] },
    },
    {
      name: 'in another disclosure',
      claims: { _sd: [digest(address)] },
      shown: [address, street],
      payload: { address: { town: 'b', street: 'a' } },
    },
    {
      name: 'with another hash',
      claims: { _sd_alg: 'sha-512', _sd: [digest(role, 'sha512')] },
      shown: [role],
      payload: { role: 'admin' },
    },
    {
      name: 'under the name __proto__',
      claims: { _sd: [digest(disclosure('__proto__', { role: 'admin' }))] },
      shown: [disclosure('__proto__', { role: 'admin' })],
      payload: JSON.parse('{"__proto__":{"role":"admin"}}'),
    },
  ])('$name', ({ claims, shown, payload }) => {
    const decoded = decode(presented(claims, ...shown), NOW);
    expect({ payload: JSON.stringify(decoded.payload), findings: decoded.findings }).toEqual({
      payload: JSON.stringify(payload),
      findings: [],
    });
  });

  test('the role that was disclosed is the role, and the claims as signed are in the layer', () => {
    const decoded = decode(presented({ _sd: [digest(role), 'decoy'] }, role), NOW);
    expect({
      role: decoded.role?.role,
      withheld: decoded.withheld,
      signed: decoded.layers[0]?.payload,
    }).toEqual({
      role: 'admin',
      withheld: 1,
      signed: { _sd: [digest(role), 'decoy'] },
    });
  });
});

describe('what is wrong with disclosures is found', () => {
  const role = disclosure('role', 'admin');
  const element = disclosure('DE');
  test.for([
    { name: 'no digest', claims: {}, shown: [role], ids: ['sd-jwt.unmatched'] },
    { name: 'no base64url', claims: {}, shown: ['*'], ids: ['sd-jwt.disclosure'] },
    { name: 'no JSON', claims: {}, shown: [base64url('x')], ids: ['sd-jwt.disclosure'] },
    { name: 'four parts', claims: {}, shown: [disclosure(1, 2, 3)], ids: ['sd-jwt.disclosure'] },
    { name: 'a reserved name', claims: {}, shown: [disclosure('_sd', [])], ids: ['sd-jwt.disclosure'] },
    {
      name: 'given twice',
      claims: { _sd: [digest(role)] },
      shown: [role, role],
      ids: ['sd-jwt.disclosure-twice'],
    },
    {
      name: 'a digest twice',
      claims: { _sd: [digest(role)], a: { _sd: [digest(role)] } },
      shown: [role],
      ids: ['sd-jwt.digest-twice'],
    },
    {
      name: 'a claim that is there already',
      claims: { role: 'reader', _sd: [digest(role)] },
      shown: [role],
      ids: ['sd-jwt.overwrites', 'sd-jwt.unmatched'],
    },
    {
      name: 'an element among claims',
      claims: { _sd: [digest(element)] },
      shown: [element],
      ids: ['sd-jwt.misplaced', 'sd-jwt.unmatched'],
    },
    {
      name: 'a claim in a list',
      claims: { n: [{ '...': digest(role) }] },
      shown: [role],
      ids: ['sd-jwt.misplaced', 'sd-jwt.unmatched'],
    },
    { name: 'a digest that is no text', claims: { _sd: [1] }, shown: [], ids: ['sd-jwt.digest'] },
    { name: 'an unknown hash', claims: { _sd_alg: 'md5' }, shown: [role], ids: ['sd-jwt.hash'] },
  ])('$name', ({ claims, shown, ids }) => {
    expect(decode(presented(claims, ...shown), NOW).findings.map(({ id }) => id)).toEqual(ids);
  });
});

describe('a key binding', () => {
  const token = presented({ sub: '2' });
  const bound = (claims: Record<string, unknown>) => hmacToken(claims, { typ: 'kb+jwt' });
  test('is a layer of its own', () => {
    const claims = { nonce: 'n', sd_hash: digest(token) };
    const { layers, findings, payload } = decode(token + bound(claims), NOW);
    expect({ uses: layers.map(({ use }) => use), said: layers[1]?.payload, payload, findings }).toEqual({
      uses: [undefined, 'key-binding'],
      said: claims,
      payload: { sub: '2' },
      findings: [],
    });
  });
  test.for([
    { name: 'for other disclosures', text: bound({ sd_hash: digest('other') }) },
    { name: 'without a hash', text: bound({}) },
    { name: 'that is no token', text: 'x.y' },
  ])('$name is found', ({ text }) => {
    expect(decode(token + text, NOW).findings.map(({ id }) => id)).toEqual(['sd-jwt.key-binding']);
  });
});

test('disclosures in disclosures are refused below 100 levels', () => {
  const shown: string[] = [];
  let claims: object = {};
  for (let depth = 0; depth < 5_000; depth += 1) {
    const text = disclosure('a', claims);
    shown.push(text);
    claims = { _sd: [digest(text)] };
  }
  expect(() => decode(presented(claims, ...shown), NOW)).toThrow(/nested more than 100 levels deep/);
});

test('nothing but an AuthctlError is thrown, whatever the parts are', () => {
  const part = fc.oneof(
    fc.string(),
    fc.jsonValue().map((value) => base64url(JSON.stringify(value))),
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('_sd', '_sd_alg', 'a', '...'), fc.jsonValue()),
      fc.array(part),
      (claims, parts) => {
        try {
          decode(
            `${compact({ alg: 'ES256' }, claims)}~${parts.map((one) => one.replaceAll('~', '')).join('~')}`,
            NOW,
          );
        } catch (error) {
          expect(error).toMatchObject({ name: 'AuthctlError', code: 'NOT_A_TOKEN' });
        }
      },
    ),
  );
});
