import { expect, test } from 'vitest';
import { withChangedCookies } from '../../../src/session/changed-cookies.js';
import type { StoredCookie } from '../../../src/session/session.js';
import { tokenSession } from './sessions.js';

const cookie = (name: string, value: string, expiresAt?: number): StoredCookie => ({
  name,
  value,
  domain: 'h',
  hostOnly: true,
  path: '/',
  secure: false,
  httpOnly: true,
  ...(expiresAt === undefined ? {} : { expiresAt }),
});
const session = (...cookies: readonly StoredCookie[]) =>
  tokenSession({ flow: 'session', credential: { kind: 'cookie', cookies } });

test.for([
  { title: 'a new value', before: [cookie('a', '1')], after: [cookie('a', '2')], kept: [cookie('a', '2')] },
  {
    title: 'a new cookie',
    before: [cookie('a', '1')],
    after: [cookie('a', '1'), cookie('b', '1')],
    kept: [cookie('a', '1'), cookie('b', '1')],
  },
  {
    title: 'a cookie that is gone',
    before: [cookie('a', '1'), cookie('b', '1')],
    after: [cookie('b', '1')],
    kept: [cookie('b', '1')],
  },
])('$title is kept', ({ before, after, kept }) => {
  expect(withChangedCookies(session(...before), before, after)).toEqual(session(...kept));
});

test('what somebody else changed meanwhile stays', () => {
  const before = [cookie('a', '1'), cookie('b', '1')];
  const latest = session(cookie('a', '1'), cookie('b', '9'));
  expect(withChangedCookies(latest, before, [cookie('a', '2'), cookie('b', '1')]).credential).toEqual({
    kind: 'cookie',
    cookies: [cookie('b', '9'), cookie('a', '2')],
  });
});

test('the session lasts as long as its last cookie, where all have an end', () => {
  const before = [cookie('a', '1', 5)];
  expect(
    withChangedCookies(session(...before), before, [cookie('a', '1', 9), cookie('b', '1', 7)]).credential,
  ).toEqual({
    kind: 'cookie',
    cookies: [cookie('a', '1', 9), cookie('b', '1', 7)],
    expiresAt: 9,
  });
});

test('where nothing changed it is the same session, and so is one without cookies', () => {
  const same = session(cookie('a', '1'));
  expect(withChangedCookies(same, [cookie('a', '1')], [cookie('a', '1')])).toBe(same);
  const token = tokenSession();
  expect(withChangedCookies(token, [], [cookie('a', '1')])).toBe(token);
});
