import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodedLine } from '../../../src/report/decoded-line.js';
import { MAX_PLAIN_LINE, PlainLines } from '../../../src/report/plain-lines.js';
import { decode } from '../../../src/token/decode.js';
import { PlainJwsReader } from '../../../src/token/plain-jws.js';
import { compact, hmacToken, type Members } from '../../support/tokens.js';

const NOW = 1_767_225_600;
const reader = new PlainJwsReader();
const plainLine = (token: string, roleClaim?: string): string | undefined => {
  const bytes = Buffer.from(`before\n${token}\nafter`);
  const plain = reader.read(bytes, 7, bytes.length - 6);
  if (plain === undefined) return undefined;
  const target = Buffer.alloc(3 + MAX_PLAIN_LINE);
  const end = new PlainLines(NOW, roleClaim).write(bytes, plain, 7, target, 3);
  return end === undefined ? undefined : target.toString('latin1', 3, end);
};
const longWay = (token: string, roleClaim?: string): string =>
  `${decodedLine(decode(token, NOW, { roleClaim }), 7)}\n`;

describe('the short way says what the long way says', () => {
  test.for<{ claims: Members }>([
    { claims: { sub: '2', role: 'reader', iat: NOW, exp: NOW + 600 } },
    { claims: {} },
    { claims: { exp: NOW } },
    { claims: { nbf: NOW + 1, exp: NOW + 86_399 } },
    { claims: { exp: 0, role: '' } },
    { claims: { roles: ['reader', 'editor'], role: ['admin'] } },
    { claims: { groups: ['a'], 'https://api.example/roles': ['admin'] } },
    { claims: { aud: ['a', 'b'], empty: [], email_verified: true, gone: null, off: false } },
    { claims: { role: '<script>', scope: 'a b', role_: 'x' } },
    { claims: { constructor: 'x', toString: 'y' } },
  ])('$claims', ({ claims }) => {
    const token = hmacToken(claims, { typ: 'at+jwt' });
    expect(plainLine(token)).toBe(longWay(token));
  });

  test('where the caller says where the role is', () => {
    const token = hmacToken({ role: 'reader', app: 'admin' });
    expect(plainLine(token, '/app')).toBe(longWay(token, '/app'));
  });

  const name = fc.oneof(
    fc.constantFrom(
      'exp',
      'nbf',
      'iat',
      'role',
      'roles',
      'groups',
      'permissions',
      'scope',
      '__proto__',
      '1',
      'https://x/role',
    ),
    fc.string({ maxLength: 12 }),
  );
  const value = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.double(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.jsonValue(),
  );
  const claims = fc.array(fc.tuple(name, value), { maxLength: 12 });

  test('whatever the claims are', () => {
    fc.assert(
      fc.property(claims, fc.constantFrom('', ' ', '\n'), (members, space) => {
        const pairs = members.map(([key, member]) => `${JSON.stringify(key)}:${JSON.stringify(member)}`);
        const token = hmacToken(`{${pairs.join(`,${space}`)}}`);
        const plain = plainLine(token);
        if (plain !== undefined) expect(plain).toBe(longWay(token));
      }),
      { numRuns: 2_000 },
    );
  });

  test('whichever character of a token is another', () => {
    const token = hmacToken({ sub: '2', role: 'reader', exp: NOW });
    const change = fc.record({ at: fc.nat(token.length - 1), by: fc.constantFrom(...'Aa09-_.=+/ ~{"') });
    fc.assert(
      fc.property(change, ({ at, by }) => {
        const changed = token.slice(0, at) + by + token.slice(at + 1);
        const plain = plainLine(changed);
        if (plain !== undefined) expect(plain).toBe(longWay(changed));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the long way is taken for', () => {
  test.for([
    { name: 'a token without a signature', token: compact({ alg: 'none' }, {}, '') },
    { name: 'no algorithm', token: compact({}, {}) },
    { name: 'an empty signature', token: compact({ alg: 'HS256' }, {}, '') },
    { name: 'a claim that is there twice', token: hmacToken('{"a":1,"a":2}') },
    { name: 'a number that loses digits', token: hmacToken('{"a":12345678901234567890}') },
    { name: 'white space', token: hmacToken('{"a": 1}') },
    { name: 'other than ASCII', token: hmacToken({ a: 'é' }) },
    { name: 'escapes', token: hmacToken({ a: '\u001b[31m' }) },
    { name: 'a token in a claim', token: hmacToken({ a: hmacToken({}) }) },
    { name: 'a time that is none', token: hmacToken({ exp: 'soon' }) },
    { name: 'a time in milliseconds', token: hmacToken({ exp: NOW * 1_000 }) },
    { name: 'padding', token: `${hmacToken({})}=` },
    { name: 'unused bits', token: compact({ alg: 'HS256' }, {}, 'AB') },
    { name: 'disclosures', token: `${hmacToken({})}~` },
    { name: 'an unencoded payload', token: hmacToken({}, { b64: false, crit: ['b64'] }) },
    { name: 'what is no token', token: 'hello' },
    { name: 'nothing', token: '' },
    { name: 'two parts', token: hmacToken({}).replace(/\.[^.]*$/, '') },
    { name: 'four parts', token: `${hmacToken({})}.AAAA` },
    { name: 'an empty header', token: hmacToken({}).replace(/^[^.]*/, '') },
    { name: 'an empty payload', token: hmacToken({}).replace(/\.[^.]*\./, '..') },
    { name: 'dots', token: '...' },
    { name: 'a letter too many', token: `${hmacToken({})}AA` },
    { name: 'characters that are cut short to letters', token: hmacToken({}).replace(/.$/, '\u0141') },
  ])('$name', ({ token }) => {
    expect(plainLine(token)).toBeUndefined();
  });
});
