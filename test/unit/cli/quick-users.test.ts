import { expect, test } from 'vitest';
import { withQuickUsers } from '../../../src/cli/quick-users.js';
import { demoSettings } from '../../../src/server/demo-settings.js';

const auditor = { name: 'auditor', permissions: ['users:read'] };

test('users that are known keep id and password, others get new ones', () => {
  const users = [
    { username: 'agus', role: 'auditor' },
    { username: 'sari2', role: 'admin' },
  ];
  const settings = withQuickUsers(demoSettings, users, [auditor]);
  expect(settings.users).toEqual([
    { ...demoSettings.users[1], role: 'auditor' },
    { id: 5, username: 'sari2', role: 'admin', password: 'sari2-demo' },
  ]);
  expect(settings.roles).toEqual([...demoSettings.roles, auditor]);
});

test('a role that is known is defined anew', () => {
  const reader = { name: 'reader', permissions: [] };
  const settings = withQuickUsers(demoSettings, undefined, [reader]);
  expect(settings.roles.filter(({ name }) => name === 'reader')).toEqual([reader]);
  expect(settings.users).toEqual(demoSettings.users);
});

test('a role that there is none of is an error that lists those there are', () => {
  const users = [{ username: 'agus', role: 'raeder' }];
  expect(() => withQuickUsers(demoSettings, users)).toThrow(
    expect.objectContaining({
      code: 'USAGE',
      message: "agus cannot have the role 'raeder': there is none",
      hint: "did you mean 'reader'?",
    }),
  );
});
