import { expect, test } from 'vitest';
import type { Subject } from '../../../src/probe/model.js';
import { curlLine } from '../../../src/probe/repeat.js';
import { API, agus, anonymous, plannedCell, subject } from './inputs.js';

const byCookie = subject('agus', 'reader', {
  credential: { kind: 'cookie', cookies: [] },
});

const line = (name: string, who: Subject, more = {}) =>
  curlLine(API, plannedCell(name, { subject: who, ...more }));

test.for([
  { of: line('GET /users', anonymous), is: "curl -i 'http://127.0.0.1:4455/users'" },
  {
    of: line('GET /users', agus),
    is: `curl -i -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:4455/users'`,
  },
  { of: line('GET /users', byCookie), is: `curl -i -H "Cookie: $COOKIE" 'http://127.0.0.1:4455/users'` },
  { of: line('HEAD /users', anonymous), is: "curl -i --head 'http://127.0.0.1:4455/users'" },
  { of: line('PUT /users', anonymous), is: "curl -i -X PUT 'http://127.0.0.1:4455/users'" },
  { of: line('GET /a/[1]', anonymous), is: "curl -i --globoff 'http://127.0.0.1:4455/a/[1]'" },
  { of: line('GET /a/../b', anonymous), is: "curl -i --path-as-is 'http://127.0.0.1:4455/a/../b'" },
  {
    of: line('GET /a', anonymous, { url: "/o'brien;rm" }),
    is: String.raw`curl -i 'http://127.0.0.1:4455/o'\''brien;rm'`,
  },
  {
    of: line('GET /a', anonymous, { headers: { 'x-tenant': '$(id)' } }),
    is: "curl -i -H 'x-tenant: $(id)' 'http://127.0.0.1:4455/a'",
  },
])('$is', ({ of, is }) => {
  expect(of).toBe(is);
});

test('no token is in it', () => {
  expect(line('GET /users', agus)).not.toContain('agus-token');
});
