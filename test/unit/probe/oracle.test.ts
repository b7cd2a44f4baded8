import { describe, expect, test } from 'vitest';
import type { Answer, Reply } from '../../../src/probe/answer.js';
import { bodyTraits } from '../../../src/probe/body.js';
import type { Evidence, Witness } from '../../../src/probe/evidence.js';
import { judge } from '../../../src/probe/oracle.js';

const API = 'http://127.0.0.1:4455';
const ISSUER = 'https://issuer.example';
const ARTICLE = '{"id":1,"title":"On doors"}';

const traits = (text: string, more: { truncated?: boolean; encoded?: boolean; markers?: string[] } = {}) =>
  bodyTraits({
    status: 200,
    text,
    path: '/articles/1',
    truncated: false,
    encoded: false,
    markers: [],
    ...more,
  });

function reply(status: number, body = ARTICLE, more: Partial<Reply> = {}): Reply {
  return {
    kind: 'reply',
    status,
    location: null,
    challenged: true,
    body: traits(body),
    durationMs: 1,
    attempts: 1,
    followed: null,
    ...more,
  };
}

const to = (location: string, status = 302, more: Partial<Reply> = {}) =>
  reply(status, '', { location, ...more });

const silence = (reason: 'connect' | 'aborted'): Answer => ({
  kind: 'silence',
  reason,
  message: `${API}: nothing accepts connections there`,
  attempts: 3,
});

const unknown404 = reply(404, '{"error":"not found"}');

const witness = (answer: Answer, more: Partial<Witness> = {}): Witness => ({
  subject: 'sari',
  entitled: true,
  answer,
  unknownRoute: unknown404,
  ...more,
});

/** A subject with working credentials, on its own. */
const evidence = (answer: Answer, more: Partial<Evidence> = {}): Evidence => ({
  answer,
  anonymous: false,
  canary: 'ok',
  unknownRoute: unknown404,
  witnesses: [],
  blocked: false,
  described: true,
  consumed: false,
  effect: null,
  mismatched: false,
  absent: false,
  asGet: null,
  decide: {},
  api: API,
  issuers: [ISSUER],
  ...more,
});

/** `verdict` and, after a slash, its kind or reason; after an `@` its confidence. */
function inShort(given: Evidence): string {
  const { verdict, kind, reason, confidence } = judge(given);
  return `${verdict}${(kind ?? reason) ? `/${kind ?? reason}` : ''}${confidence ? `@${confidence}` : ''}`;
}

interface Row {
  readonly when: string;
  readonly given: Evidence;
  readonly is: string;
}

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    test.for(rows)('$when: $is', ({ given, is }, { expect: expectHere }) => {
      expectHere(inShort(given)).toBe(is);
    });
  });
}

const proof = [witness(reply(200))];

table('2xx', [
  { when: 'content', given: evidence(reply(200)), is: 'allow@likely' },
  { when: '201', given: evidence(reply(201)), is: 'allow@likely' },
  {
    when: "the owner's marker in the body",
    given: evidence(reply(200, '', { body: traits(ARTICLE, { markers: ['On doors'] }) })),
    is: 'allow@confirmed',
  },
  {
    when: 'the very body that somebody entitled got',
    given: evidence(reply(200), { witnesses: proof }),
    is: 'allow@confirmed',
  },
  {
    when: 'the same page of HTML that somebody entitled got, which may be a form to log in',
    given: evidence(reply(200, '<html>'), { witnesses: [witness(reply(200, '<html>'))] }),
    is: 'allow@likely',
  },
  {
    when: 'the same body as another who should be denied',
    given: evidence(reply(200), { witnesses: [witness(reply(200), { entitled: false })] }),
    is: 'allow@likely',
  },
  { when: 'an empty list', given: evidence(reply(200, '[]')), is: 'allow@possible' },
  { when: 'an empty object', given: evidence(reply(200, ' {} ')), is: 'allow@possible' },
  { when: 'null', given: evidence(reply(200, 'null')), is: 'allow@possible' },
  { when: 'no content', given: evidence(reply(204, '')), is: 'allow@possible' },
  {
    when: 'English words of denial alone',
    given: evidence(reply(200, '{"message":"Access denied"}')),
    is: 'allow@possible',
  },
  {
    when: 'credentials that do not work: access is access',
    given: evidence(reply(200), { canary: 'failed' }),
    is: 'allow@likely',
  },
]);

const graphql = (code: string, data?: unknown) =>
  JSON.stringify({ ...(data === undefined ? {} : { data }), errors: [{ extensions: { code } }] });

table('2xx with GraphQL errors', [
  {
    when: 'UNAUTHENTICATED, no data',
    given: evidence(reply(200, graphql('UNAUTHENTICATED'))),
    is: 'deny/soft@likely',
  },
  {
    when: 'FORBIDDEN, data null',
    given: evidence(reply(200, graphql('FORBIDDEN', null))),
    is: 'deny/soft@likely',
  },
  {
    when: 'FORBIDDEN, every member of data null',
    given: evidence(reply(200, graphql('FORBIDDEN', { user: null }))),
    is: 'deny/soft@likely',
  },
  {
    when: 'FORBIDDEN for one field beside data',
    given: evidence(reply(200, graphql('FORBIDDEN', { user: null, me: { id: 1 } }))),
    is: 'allow@possible',
  },
  { when: 'another code', given: evidence(reply(200, graphql('BAD_USER_INPUT'))), is: 'allow@possible' },
]);

const padded = (length: number) => JSON.stringify({ code: 403, text: 'x'.repeat(length - 22) });

table('2xx whose body denies', [
  { when: 'status 403', given: evidence(reply(200, '{"status":403}')), is: 'deny/soft@likely' },
  { when: 'statusCode 401', given: evidence(reply(200, '{"statusCode":401}')), is: 'deny/soft@likely' },
  {
    when: 'code 403 beside an error',
    given: evidence(reply(200, '{"error":"forbidden","code":403}')),
    is: 'deny/soft@likely',
  },
  { when: 'code "403"', given: evidence(reply(200, '{"code":"403"}')), is: 'deny/soft@likely' },
  { when: 'code 4030', given: evidence(reply(200, '{"code":4030}')), is: 'allow@likely' },
  { when: 'code 200', given: evidence(reply(200, '{"code":200}')), is: 'allow@likely' },
  { when: 'code 403 deeper down', given: evidence(reply(200, '{"a":{"code":403}}')), is: 'allow@likely' },
  { when: 'a list of codes', given: evidence(reply(200, '[{"code":403}]')), is: 'allow@likely' },
  { when: '2048 characters', given: evidence(reply(200, padded(2048))), is: 'deny/soft@likely' },
  { when: '2049 characters', given: evidence(reply(200, padded(2049))), is: 'allow@likely' },
  {
    when: 'somebody entitled gets content',
    given: evidence(reply(200, '{"code":403}'), { witnesses: proof }),
    is: 'deny/soft@proven',
  },
  {
    when: 'credentials that do not work',
    given: evidence(reply(200, '{"code":403}'), { canary: 'failed' }),
    is: 'inconclusive/unverified',
  },
]);

const shell = '<!doctype html><div id="app"></div>';

table('2xx, the body of a path that cannot exist', [
  {
    when: 'the same page for everything',
    given: evidence(reply(200, shell), { unknownRoute: reply(200, shell) }),
    is: 'inconclusive/catch-all',
  },
  {
    when: 'a page for everything, with a nonce of its own each time',
    given: evidence(reply(200, `${shell}<script nonce="1">`), {
      unknownRoute: reply(200, `${shell}<script nonce="2">`),
    }),
    is: 'inconclusive/catch-all',
  },
  {
    when: 'the same members for everything, with other values',
    given: evidence(reply(200, '{"ok":true,"request":{"id":1}}'), {
      unknownRoute: reply(200, '{"ok":false,"request":{"id":2}}'),
    }),
    is: 'inconclusive/catch-all',
  },
  {
    when: 'other members than for an unknown path',
    given: evidence(reply(200, '{"ok":true,"title":"A"}'), { unknownRoute: reply(200, '{"ok":false}') }),
    is: 'allow@likely',
  },
  {
    when: 'another body than for an unknown path',
    given: evidence(reply(200), { unknownRoute: reply(200, shell) }),
    is: 'allow@likely',
  },
  {
    when: 'the same body, but unknown paths are a 404',
    given: evidence(reply(200, shell), { unknownRoute: reply(404, shell) }),
    is: 'allow@likely',
  },
]);

table('401', [
  { when: 'the canary works', given: evidence(reply(401)), is: 'deny/401@likely' },
  {
    when: 'somebody entitled gets through',
    given: evidence(reply(401), { witnesses: proof }),
    is: 'deny/401@proven',
  },
  {
    when: 'the canary fails too',
    given: evidence(reply(401), { canary: 'failed' }),
    is: 'inconclusive/credential',
  },
  {
    when: 'there is no canary',
    given: evidence(reply(401), { canary: 'none' }),
    is: 'inconclusive/credential',
  },
  {
    when: 'anonymous',
    given: evidence(reply(401), { anonymous: true, canary: 'none' }),
    is: 'deny/401@likely',
  },
  {
    when: 'anonymous, whose public route fails',
    given: evidence(reply(401), { anonymous: true, canary: 'failed' }),
    is: 'deny/401@likely',
  },
]);

table('403', [
  { when: 'the canary works', given: evidence(reply(403)), is: 'deny/403@likely' },
  {
    when: 'somebody entitled gets through',
    given: evidence(reply(403), { witnesses: proof }),
    is: 'deny/403@proven',
  },
  {
    when: 'only somebody who should be denied gets through',
    given: evidence(reply(403), { witnesses: [witness(reply(200), { entitled: false })] }),
    is: 'deny/403@likely',
  },
  { when: 'everything is 403', given: evidence(reply(403), { blocked: true }), is: 'inconclusive/blocked' },
  {
    when: 'the canary fails',
    given: evidence(reply(403), { canary: 'failed' }),
    is: 'inconclusive/unverified',
  },
  {
    when: 'there is no canary',
    given: evidence(reply(403), { canary: 'none' }),
    is: 'inconclusive/unverified',
  },
  {
    when: 'anonymous, whose public route fails',
    given: evidence(reply(403), { anonymous: true, canary: 'failed' }),
    is: 'inconclusive/unverified',
  },
  {
    when: 'unknown paths get the same 403 and nobody reaches this one',
    given: evidence(reply(403, 'no'), { unknownRoute: reply(403, 'no') }),
    is: 'inconclusive/not-found',
  },
  {
    when: 'unknown paths get the same 403 and somebody reaches this one',
    given: evidence(reply(403, 'no'), { unknownRoute: reply(403, 'no'), witnesses: proof }),
    is: 'deny/403@proven',
  },
  {
    when: 'unknown paths get another 403',
    given: evidence(reply(403, 'not yours'), { unknownRoute: reply(403, 'no route') }),
    is: 'deny/403@likely',
  },
]);

const soft = reply(200, '{"code":403}');

table('HEAD, which has no body to deny in', [
  { when: 'GET is let through', given: evidence(reply(200), { asGet: reply(200) }), is: 'allow@likely' },
  { when: 'GET denies in its body', given: evidence(reply(200), { asGet: soft }), is: 'deny/soft@likely' },
  {
    when: 'GET denies in its body, and HEAD tells of the body that others get',
    given: evidence(reply(200), { asGet: soft, witnesses: proof }),
    is: 'allow@confirmed',
  },
]);

table('404', [
  { when: 'another reaches it', given: evidence(reply(404), { witnesses: proof }), is: 'deny/hidden@proven' },
  {
    when: 'another reaches it who should not',
    given: evidence(reply(404), { witnesses: [witness(reply(200), { entitled: false })] }),
    is: 'deny/hidden@likely',
  },
  {
    when: 'another got past the guard (409)',
    given: evidence(reply(404), { witnesses: [witness(reply(409))] }),
    is: 'deny/hidden@proven',
  },
  { when: 'nobody reaches it', given: evidence(reply(404)), is: 'inconclusive/not-found' },
  {
    when: 'nobody reaches it, as the policy says with { allow: [], deny: 404 }',
    given: evidence(reply(404), { absent: true }),
    is: 'deny/hidden@likely',
  },
  {
    when: 'nobody is meant to find it, and the credentials do not work',
    given: evidence(reply(404), { absent: true, canary: 'failed' }),
    is: 'inconclusive/unverified',
  },
  {
    when: 'another only gets the page for everything',
    given: evidence(reply(404), {
      witnesses: [witness(reply(200, shell), { unknownRoute: reply(200, shell) })],
    }),
    is: 'inconclusive/not-found',
  },
  {
    when: 'another only gets a soft denial',
    given: evidence(reply(404), { witnesses: [witness(reply(200, '{"code":401}'))] }),
    is: 'inconclusive/not-found',
  },
  {
    when: 'this run deleted the object',
    given: evidence(reply(404), { consumed: true, witnesses: proof }),
    is: 'inconclusive/fixture-consumed',
  },
  {
    when: 'another reaches it, the canary fails',
    given: evidence(reply(404), { canary: 'failed', witnesses: proof }),
    is: 'inconclusive/unverified',
  },
]);

table('405 and 501', [
  { when: '405, described', given: evidence(reply(405)), is: 'inconclusive/not-served' },
  { when: '501, described', given: evidence(reply(501)), is: 'inconclusive/not-served' },
  { when: '405, not described', given: evidence(reply(405), { described: false }), is: 'not-applicable' },
  { when: '501, not described', given: evidence(reply(501), { described: false }), is: 'not-applicable' },
]);

table(
  'validation before authorization',
  [400, 415, 422].flatMap((status) => [
    { when: `${status}`, given: evidence(reply(status)), is: 'inconclusive/validation' },
    {
      when: `${status}, and the very same request is valid for another`,
      given: evidence(reply(status), { witnesses: proof }),
      is: 'reached@possible',
    },
    {
      when: `${status}, and another fails with it too`,
      given: evidence(reply(status), { witnesses: [witness(reply(status))] }),
      is: 'inconclusive/validation',
    },
  ]),
);

table(
  'past the guard, refused for the state of the object',
  [409, 410, 412, 428].map((status) => ({
    when: `${status}`,
    given: evidence(reply(status)),
    is: 'reached@possible',
  })),
);

table('redirects', [
  { when: 'to a login page', given: evidence(to(`${API}/login?next=/users`)), is: 'deny/redirect@likely' },
  { when: 'to a sign-in form', given: evidence(to(`${API}/users/sign_in`)), is: 'deny/redirect@likely' },
  { when: 'to a page that says no', given: evidence(to(`${API}/access-denied`)), is: 'deny/redirect@likely' },
  { when: 'to an issuer', given: evidence(to(`${ISSUER}/start`)), is: 'deny/redirect@likely' },
  {
    when: 'to an authorization endpoint nobody named',
    given: evidence(to('https://id.example/x?response_type=code&client_id=app')),
    is: 'deny/redirect@likely',
  },
  {
    when: 'to a login page, the canary fails',
    given: evidence(to(`${API}/login`), { canary: 'failed' }),
    is: 'inconclusive/unverified',
  },
  {
    when: 'to a login page, and those who may get content',
    given: evidence(to(`${API}/login`), { witnesses: proof }),
    is: 'deny/redirect@proven',
  },
  {
    when: 'elsewhere than those who may',
    given: evidence(to(`${API}/home`), { witnesses: [witness(to(`${API}/articles/3`))] }),
    is: 'deny/redirect@likely',
  },
  {
    when: 'away, where those who may get content',
    given: evidence(to(`${API}/home`), { witnesses: proof }),
    is: 'deny/redirect@proven',
  },
  {
    when: 'to the same place as those who may',
    given: evidence(to(`${API}/articles/3?at=2`), { witnesses: [witness(to(`${API}/articles/3?at=1`))] }),
    is: 'allow@likely',
  },
  {
    when: 'to the same place as those who may, the canary fails',
    given: evidence(to(`${API}/a`), { canary: 'failed', witnesses: [witness(to(`${API}/a`))] }),
    is: 'inconclusive/unverified',
  },
  {
    when: 'to the same place as somebody who may not',
    given: evidence(to(`${API}/a`), { witnesses: [witness(to(`${API}/a`), { entitled: false })] }),
    is: 'inconclusive/redirect',
  },
  {
    when: 'to where paths that cannot exist lead',
    given: evidence(to(`${API}/`), { unknownRoute: to(`${API}/`), witnesses: proof }),
    is: 'inconclusive/catch-all',
  },
  {
    when: 'somewhere, and nobody else asked',
    given: evidence(to(`${API}/home`)),
    is: 'inconclusive/redirect',
  },
  { when: 'nowhere', given: evidence(reply(302)), is: 'inconclusive/redirect' },
  {
    when: 'to HTTPS, where no credential was meant to go',
    given: evidence(to('https://127.0.0.1/articles/1', 301), { witnesses: proof }),
    is: 'inconclusive/redirect',
  },
  {
    when: 'with a body that holds the marker',
    given: evidence(to(`${API}/login`, 302, { body: traits(ARTICLE, { markers: ['On doors'] }) })),
    is: 'allow@confirmed',
  },
  { when: '304, which nobody asked for', given: evidence(reply(304)), is: 'inconclusive/unrecognised' },
]);

table('an API that is busy or broken says nothing', [
  ...[408, 425, 429, 503].map((status) => ({
    when: `${status}`,
    given: evidence(reply(status), { witnesses: proof }),
    is: 'inconclusive/rate-limited',
  })),
  ...[500, 502, 504, 507, 511].map((status) => ({
    when: `${status}`,
    given: evidence(reply(status), { witnesses: proof }),
    is: 'inconclusive/server-error',
  })),
  ...[402, 406, 418, 451].map((status) => ({
    when: `${status}`,
    given: evidence(reply(status), { witnesses: proof }),
    is: 'inconclusive/unrecognised',
  })),
  { when: 'no connection', given: evidence(silence('connect')), is: 'inconclusive/network' },
  { when: 'given up on Ctrl-C', given: evidence(silence('aborted')), is: 'inconclusive/interrupted' },
  {
    when: 'never sent, the run was interrupted',
    given: evidence({ kind: 'unsent', why: 'interrupted' }),
    is: 'inconclusive/interrupted',
  },
  {
    when: 'never sent, the network was lost',
    given: evidence({ kind: 'unsent', why: 'network' }),
    is: 'inconclusive/network',
  },
  {
    when: 'never sent, the subject could not log in',
    given: evidence({ kind: 'unsent', why: 'credential' }),
    is: 'inconclusive/credential',
  },
  {
    when: 'never sent, the limit of requests was reached',
    given: evidence({ kind: 'unsent', why: 'request-limit' }),
    is: 'skipped/request-limit',
  },
]);

table('a body that cannot be read: the status counts', [
  {
    when: '2xx, cut off, would have been a soft denial',
    given: evidence(reply(200, '', { body: traits('{"code":403}', { truncated: true }) })),
    is: 'allow@likely',
  },
  {
    when: '2xx in a content coding',
    given: evidence(reply(200, '', { body: traits('\u001f\ufffd', { encoded: true }) })),
    is: 'allow@likely',
  },
  {
    when: '403, cut off',
    given: evidence(reply(403, '', { body: traits('no', { truncated: true }) })),
    is: 'deny/403@likely',
  },
]);

describe('notes', () => {
  test.for([
    {
      when: '401 for valid credentials',
      given: evidence(reply(401)),
      notes: ['its credentials are valid: 403 would be right'],
    },
    {
      when: '401 without a challenge',
      given: evidence(reply(401, '', { challenged: false }), { anonymous: true, canary: 'none' }),
      notes: ['no WWW-Authenticate'],
    },
    { when: 'an empty list', given: evidence(reply(200, '[]')), notes: ['empty'] },
    {
      when: 'words of denial',
      given: evidence(reply(200, 'You are not allowed here')),
      notes: ['possible soft denial: the body holds words of denial'],
    },
    {
      when: 'a redirect that was followed',
      given: evidence(reply(200, ARTICLE, { followed: `${API}/articles/` })),
      notes: [`followed a redirect to ${API}/articles/`],
    },
    {
      when: 'a body over the cap',
      given: evidence(reply(200, '', { body: traits('x', { truncated: true }) })),
      notes: ['the body is over the cap: judged by status'],
    },
    {
      when: 'a body in a content coding',
      given: evidence(reply(200, '', { body: traits('x', { encoded: true }) })),
      notes: ['the body is in a content coding: judged by status'],
    },
  ])('$when', ({ given, notes }) => {
    expect(judge(given).notes).toEqual(notes);
  });
});
