import { expect, test, vi } from 'vitest';
import * as passwords from '../../../src/server/password.js';
import { demoAccounts, UserDirectory } from '../../../src/server/users.js';

const directory = () => new UserDirectory(demoAccounts);

test.for(demoAccounts)('$username logs in with the password that is printed', async (account) => {
  const { id, username, role } = account;
  expect(await directory().authenticate(username, account.password)).toEqual({ id, username, role });
});

test.for([
  { username: 'agus', password: 'Agus-demo' },
  { username: 'agus', password: 'agus-demo ' },
  { username: 'agus', password: 'sari-demo' },
  { username: 'AGUS', password: 'agus-demo' },
  { username: 'nobody', password: 'agus-demo' },
  { username: '__proto__', password: 'agus-demo' },
])('$username with $password is nobody', async ({ username, password }) => {
  expect(await directory().authenticate(username, password)).toBeUndefined();
});

test('an unknown name costs the work of a wrong password', async () => {
  const check = vi.spyOn(passwords, 'passwordMatches');
  await directory().authenticate('agus', 'wrong');
  await directory().authenticate('nobody', 'wrong');
  const costs = check.mock.calls.map(([password, hash]) => [password, hash.split('$')[2], hash.length]);
  expect(costs).toEqual([
    ['wrong', 'ln=14,r=8,p=1', 88],
    ['wrong', 'ln=14,r=8,p=1', 88],
  ]);
});

test('a list of users holds no hash and no password', () => {
  expect(directory().list()).toEqual([
    { id: 1, username: 'william', role: 'editor' },
    { id: 2, username: 'agus', role: 'reader' },
    { id: 3, username: 'sari', role: 'admin' },
  ]);
});

test('a removed user can no longer log in', async () => {
  const users = directory();
  expect([users.remove(2), users.remove(2)]).toEqual([true, false]);
  expect(await users.authenticate('agus', 'agus-demo')).toBeUndefined();
});
