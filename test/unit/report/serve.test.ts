import { expect, test } from 'vitest';
import { renderRequest } from '../../../src/report/serve.js';
import type { RequestEvent } from '../../../src/server/event.js';

const agus = { username: 'agus', role: 'reader' };
const event: RequestEvent = {
  at: 1_767_225_600,
  method: 'GET',
  path: '/users',
  status: 403,
  caller: { ...agus, scheme: 'token' },
  decision: 'deny',
  why: 'not for role reader',
};
const textOf = (of: RequestEvent): string => {
  const line = renderRequest(of);
  return typeof line === 'string'
    ? line
    : line.map((span) => (typeof span === 'string' ? span : span.text)).join('');
};

test.for<[Partial<RequestEvent>, string]>([
  [{}, '00:00:00 403 agus (reader)    GET    /users  not for role reader, by token'],
  [
    {
      caller: { ...agus, scheme: 'cookie' },
      status: 200,
      method: 'DELETE',
      path: '/session',
      why: 'role reader may',
    },
    '00:00:00 200 agus (reader)    DELETE /session  role reader may, by cookie',
  ],
  [
    {
      caller: { ...agus, scheme: null },
      status: 200,
      method: 'POST',
      path: '/login',
      why: 'logged in, token issued',
    },
    '00:00:00 200 agus (reader)    POST   /login  logged in, token issued',
  ],
  [
    { at: 1_767_225_600 + 86_399, caller: null, status: 401, why: 'no credentials' },
    '23:59:59 401 anonymous        GET    /users  no credentials',
  ],
])('a request in one line: %#', ([change, line]) => {
  expect(textOf({ ...event, ...change })).toBe(line);
});

test('the colour of a status is that of its class', () => {
  const styles = [200, 401, 500].map((status) => {
    const line = renderRequest({ ...event, status });
    return (line as readonly unknown[]).find((span) => (span as { text?: string }).text === String(status));
  });
  expect(styles).toEqual([
    { text: '200', style: 'good' },
    { text: '401', style: 'caution' },
    { text: '500', style: 'bad' },
  ]);
});
