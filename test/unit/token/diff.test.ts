import { expect, test } from 'vitest';
import { decode } from '../../../src/token/decode.js';
import { diffTokens } from '../../../src/token/diff.js';
import { hmacToken, type Members } from '../../support/tokens.js';

const NOW = 1_767_225_600;
const diff = (from: Members, to: Members, header: Members = {}) =>
  diffTokens(decode(hmacToken(from), NOW), decode(hmacToken(to, header), NOW));

test.for<{ name: string; from: Members; to: Members }>([
  { name: 'the same claims', from: { sub: '2', a: [1, { b: null }] }, to: { sub: '2', a: [1, { b: null }] } },
  { name: 'another order of members', from: { a: 1, b: 2 }, to: { b: 2, a: 1 } },
  { name: 'another order of a scope', from: { scope: 'a b' }, to: { scope: 'b  a b' } },
  { name: 'a scope as a list', from: { scope: 'a b' }, to: { scope: ['b', 'a'] } },
  { name: 'one audience as a list', from: { aud: 'a' }, to: { aud: ['a'] } },
  { name: 'another order of roles', from: { roles: ['a', 'b'] }, to: { roles: ['b', 'a'] } },
])('$name is no difference', ({ from, to }) => {
  expect(diff(from, to)).toEqual([]);
});

test.for<{ name: string; from: Members; to: Members; differences: readonly object[] }>([
  {
    name: 'another role',
    from: { role: 'reader' },
    to: { role: 'admin' },
    differences: [{ at: '/payload/role', kind: 'changed', about: 'role', from: 'reader', to: 'admin' }],
  },
  {
    name: 'more and less scope',
    from: { scope: 'a b' },
    to: { scope: 'b c' },
    differences: [
      {
        at: '/payload/scope',
        kind: 'changed',
        about: 'scope',
        from: 'a b',
        to: 'b c',
        gained: ['c'],
        lost: ['a'],
      },
    ],
  },
  {
    name: 'nested roles',
    from: { realm_access: { roles: ['a'] } },
    to: { realm_access: { roles: ['a', 'b'] } },
    differences: [
      {
        at: '/payload/realm_access/roles',
        kind: 'changed',
        about: 'role',
        from: ['a'],
        to: ['a', 'b'],
        gained: ['b'],
        lost: [],
      },
    ],
  },
  {
    name: 'times',
    from: { exp: 100 },
    to: { exp: 160 },
    differences: [{ at: '/payload/exp', kind: 'changed', about: 'time', from: 100, to: 160, later: 60 }],
  },
  {
    name: 'a claim that came and one that went',
    from: { a: 1 },
    to: { 'b/c': null },
    differences: [
      { at: '/payload/a', kind: 'removed', about: 'claim', from: 1 },
      { at: '/payload/b~1c', kind: 'added', about: 'claim', to: null },
    ],
  },
  {
    name: 'a member of an object in a list',
    from: { a: [{ b: 1 }, 2] },
    to: { a: [{ b: 3 }] },
    differences: [
      { at: '/payload/a/0/b', kind: 'changed', about: 'claim', from: 1, to: 3 },
      { at: '/payload/a/1', kind: 'removed', about: 'claim', from: 2 },
    ],
  },
  {
    name: 'a role that is a list now',
    from: { groups: 'x', role: 'a' },
    to: { groups: [1], role: ['a'] },
    differences: [
      { at: '/payload/role', kind: 'changed', about: 'role', from: 'a', to: ['a'] },
      { at: '/payload/groups', kind: 'changed', about: 'claim', from: 'x', to: [1] },
    ],
  },
  {
    name: 'a member named __proto__',
    from: {},
    to: JSON.parse('{"__proto__":1}') as Members,
    differences: [{ at: '/payload/__proto__', kind: 'added', about: 'claim', to: 1 }],
  },
])('$name', ({ from, to, differences }) => {
  expect(diff(from, to)).toEqual(differences);
});

test('the header and the form', () => {
  const opaque = decode('2YotnFZFEjr1zCsicMWpAA', NOW);
  const signed = decode(hmacToken({ sub: '2' }, { kid: 'a' }), NOW);
  expect(diffTokens(opaque, signed).map(({ at, kind, about }) => ({ at, kind, about }))).toEqual([
    { at: '/format', kind: 'changed', about: 'form' },
    { at: '/serialization', kind: 'changed', about: 'form' },
    { at: '/payload', kind: 'changed', about: 'claim' },
    { at: '/header/alg', kind: 'added', about: 'header' },
    { at: '/header/kid', kind: 'added', about: 'header' },
  ]);
});
