import { expect, test } from 'vitest';
import { checkClaims, type Expectations } from '../../../src/token/claim-checks.js';
import type { JsonObject } from '../../../src/token/json.js';

const NOW = 10_000;

interface Row {
  readonly claims: JsonObject;
  readonly expected?: Expectations;
  readonly header?: JsonObject;
  /** `code: message` */
  readonly failures: readonly string[];
}

const rows: readonly Row[] = [
  { claims: {}, failures: [] },
  { claims: { exp: NOW }, failures: ['expired: expired now'] },
  { claims: { exp: NOW }, expected: { leeway: 1 }, failures: [] },
  { claims: { exp: NOW - 5 }, expected: { leeway: 5 }, failures: ['expired: expired 5 seconds ago'] },
  { claims: { nbf: NOW + 60 }, failures: ['not-yet-valid: valid only in 1 minute'] },
  { claims: { nbf: NOW + 60 }, expected: { leeway: 60 }, failures: [] },
  { claims: { exp: 'x' }, failures: ['malformed: `exp` is not a number of seconds'] },
  { claims: { iat: 'x' }, failures: ['malformed: `iat` is not a number of seconds'] },
  { claims: { iat: NOW + 1 }, failures: ['issued-in-future: issued in 1 second, in the future'] },
  { claims: { iat: NOW + 1 }, expected: { leeway: 1 }, failures: [] },
  { claims: { iat: NOW - 60 }, expected: { maxAge: 60 }, failures: [] },
  {
    claims: { iat: NOW - 61 },
    expected: { maxAge: 60 },
    failures: ['too-old: too old: issued 1 minute 1 second ago'],
  },
  { claims: { iat: NOW - 61 }, expected: { maxAge: 60, leeway: 1 }, failures: [] },
  {
    claims: {},
    expected: { maxAge: 60 },
    failures: ['claim-missing: its age is unknown: there is no `iat`'],
  },
  { claims: { iss: 'a' }, expected: { issuer: 'a' }, failures: [] },
  { claims: {}, expected: { issuer: 'a' }, failures: ['issuer: the issuer is absent, not "a"'] },
  {
    claims: { iss: 'https://a/' },
    expected: { issuer: 'https://a' },
    failures: ['issuer: the issuer is "https://a/", not "https://a" (they differ in the slash at the end)'],
  },
  { claims: { aud: 'a' }, expected: { audience: ['b', 'a'] }, failures: [] },
  { claims: { aud: ['x', 'a'] }, expected: { audience: ['a'] }, failures: [] },
  {
    claims: { aud: ['x'] },
    expected: { audience: ['a', 'b'] },
    failures: ['audience: the audience is ["x"], not "a" or "b"'],
  },
  { claims: {}, expected: { audience: ['a'] }, failures: ['audience: the audience is absent, not "a"'] },
  {
    claims: { sub: 1 },
    expected: { subject: '1' },
    failures: ['malformed: `sub` is 1, and must be a string', 'subject: the subject is 1, not "1"'],
  },
  { claims: { sub: 0 }, failures: ['malformed: `sub` is 0, and must be a string'] },
  { claims: { sub: null }, failures: ['malformed: `sub` is null, and must be a string'] },
  { claims: { sub: '', iss: '', jti: '' }, failures: [] },
  {
    claims: { iss: ['a'], sub: { id: 1 }, jti: true },
    failures: [
      'malformed: `iss` is ["a"], and must be a string',
      'malformed: `sub` is {"id":1}, and must be a string',
      'malformed: `jti` is true, and must be a string',
    ],
  },
  { claims: {}, header: { typ: 'application/AT+JWT' }, expected: { type: 'at+jwt' }, failures: [] },
  {
    claims: {},
    header: { typ: 'JWT' },
    expected: { type: 'at+jwt' },
    failures: ['type: the type is "JWT", not "at+jwt"'],
  },
  {
    claims: { a: null, b: { c: 0 } },
    expected: { required: ['a', '/b/c', 'd'] },
    failures: ['claim-missing: the claim `a` is missing', 'claim-missing: the claim `d` is missing'],
  },
  {
    claims: {},
    expected: { required: ['toString'] },
    failures: ['claim-missing: the claim `toString` is missing'],
  },
  {
    claims: { n: 1, s: '1', list: ['x', 2], deep: { er: true } },
    expected: {
      claims: [
        { name: 'n', value: '1' },
        { name: 's', value: '1' },
        { name: 'list', value: 'x' },
        { name: 'list', value: '2' },
        { name: '/deep/er', value: 'true' },
      ],
    },
    failures: [],
  },
  {
    claims: { tenant: 'a' },
    expected: {
      claims: [
        { name: 'tenant', value: 'b' },
        { name: 'plan', value: 'x' },
      ],
    },
    failures: [
      'claim-mismatch: the claim `tenant` is "a", not "b"',
      'claim-missing: the claim `plan` is missing',
    ],
  },
  { claims: { scope: 'read write' }, expected: { scope: ['write', 'read'] }, failures: [] },
  { claims: { scp: ['read'] }, expected: { scope: ['read'] }, failures: [] },
  {
    claims: { scope: 'readwrite' },
    expected: { scope: ['read'] },
    failures: ['scope: the scope "readwrite" lacks read'],
  },
  { claims: { roles: ['a', 'b'] }, expected: { role: 'b' }, failures: [] },
  {
    claims: { roles: ['a', 'b'] },
    expected: { role: 'c' },
    failures: ['role: the role is "a", "b", not "c"'],
  },
  { claims: { x: { r: 'c' } }, expected: { role: 'c', roleClaim: '/x/r' }, failures: [] },
];

test.for(rows)('$claims with $expected: $failures', ({ claims, expected = {}, header = {}, failures }) => {
  const found = checkClaims(header, claims, expected, NOW);
  expect(found.map(({ code, message }) => `${code}: ${message}`)).toEqual(failures);
});

test('a payload without claims lacks whatever is expected of it', () => {
  const expected = { issuer: 'a', audience: ['b'], required: ['exp'] };
  const codes = checkClaims({}, null, expected, NOW).map(({ code }) => code);
  expect(codes).toEqual(['issuer', 'audience', 'claim-missing']);
});
