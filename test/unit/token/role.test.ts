import { expect, test } from 'vitest';
import { findRole } from '../../../src/token/role.js';

test.for([
  { claims: { role: 'admin' }, found: { role: 'admin', roles: ['admin'], foundAt: '/role' } },
  { claims: { roles: ['a', 'b'], role: 'c' }, found: { role: 'c', roles: ['c'], foundAt: '/role' } },
  { claims: { roles: ['a', 'b'] }, found: { role: 'a', roles: ['a', 'b'], foundAt: '/roles' } },
  {
    claims: { realm_access: { roles: ['editor'] }, groups: ['g'] },
    found: { role: 'editor', roles: ['editor'], foundAt: '/realm_access/roles' },
  },
  {
    claims: { resource_access: { 'my/app': { roles: ['x'] } } },
    found: { role: 'x', roles: ['x'], foundAt: '/resource_access/my~1app/roles' },
  },
  { claims: { 'cognito:groups': ['g'] }, found: { role: 'g', roles: ['g'], foundAt: '/cognito:groups' } },
  { claims: { permissions: ['p'] }, found: { role: 'p', roles: ['p'], foundAt: '/permissions' } },
  {
    claims: { authorities: ['ROLE_A'] },
    found: { role: 'ROLE_A', roles: ['ROLE_A'], foundAt: '/authorities' },
  },
  {
    claims: { 'https://example.com/roles': ['r'] },
    found: { role: 'r', roles: ['r'], foundAt: '/https:~1~1example.com~1roles' },
  },
  {
    claims: { role: '', roles: [1, null], groups: 'g' },
    found: { role: 'g', roles: ['g'], foundAt: '/groups' },
  },
  { claims: { role: { name: 'admin' } }, found: null },
  { claims: { sub: 'admin' }, found: null },
])('$claims', ({ claims, found }) => {
  expect(findRole(claims)).toEqual(found);
});

test('with a pointer, no other place counts', () => {
  const claims = { role: 'reader', app: { level: 'admin' } };
  expect(findRole(claims, '/app/level')).toEqual({ role: 'admin', roles: ['admin'], foundAt: '/app/level' });
  expect(findRole(claims, '/app/role')).toBeNull();
});
