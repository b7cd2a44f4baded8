import { expect, test } from 'vitest';
import { MOST_SESSIONS_PER_USER, SessionTable } from '../../../src/server/sessions.js';

const SESSION_LIFETIME = 3_600;

function tableAt(start: number) {
  let now = start;
  const table = new SessionTable(() => now);
  const advance = (seconds: number) => {
    now += seconds;
  };
  return { table, advance };
}

test('an id is 256 random bits, new each time', () => {
  const { table } = tableAt(0);
  const ids = Array.from({ length: 50 }, () => table.open(1, SESSION_LIFETIME));
  expect(new Set(ids).size).toBe(50);
  for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(32);
});

test('a session ends at its end, and using it does not prolong it', () => {
  const { table, advance } = tableAt(1_000);
  const id = table.open(2, SESSION_LIFETIME);
  advance(SESSION_LIFETIME - 1);
  expect(table.userOf(id)).toBe(2);
  advance(1);
  expect(table.userOf(id)).toBeUndefined();
});

test('ending one session leaves the others', () => {
  const { table } = tableAt(0);
  const [one, other] = [table.open(2, SESSION_LIFETIME), table.open(2, SESSION_LIFETIME)];
  table.end(one);
  expect([table.userOf(one), table.userOf(other)]).toEqual([undefined, 2]);
});

test('all sessions of a user can be ended', () => {
  const { table } = tableAt(0);
  const [agus, again, sari] = [
    table.open(2, SESSION_LIFETIME),
    table.open(2, SESSION_LIFETIME),
    table.open(3, SESSION_LIFETIME),
  ];
  table.endAllOf(2);
  expect([agus, again, sari].map((id) => table.userOf(id))).toEqual([undefined, undefined, 3]);
});

test('one user cannot fill the memory, nor push out others', () => {
  const { table } = tableAt(0);
  const sari = table.open(3, SESSION_LIFETIME);
  const agus = Array.from({ length: MOST_SESSIONS_PER_USER + 2 }, () => table.open(2, SESSION_LIFETIME));
  expect(table.size).toBe(MOST_SESSIONS_PER_USER + 1);
  expect(agus.slice(0, 3).map((id) => table.userOf(id))).toEqual([undefined, undefined, 2]);
  expect(table.userOf(sari)).toBe(3);
});

test('expired sessions are forgotten when another is opened', () => {
  const { table, advance } = tableAt(0);
  table.open(1, SESSION_LIFETIME);
  table.open(2, SESSION_LIFETIME);
  advance(SESSION_LIFETIME);
  table.open(3, SESSION_LIFETIME);
  expect(table.size).toBe(1);
});

test.for(['', 'unknown', '__proto__'])('"%s" names no session', (id) => {
  expect(tableAt(0).table.userOf(id)).toBeUndefined();
});
