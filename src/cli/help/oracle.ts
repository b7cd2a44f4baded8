import { strong, type Text } from '../../report/text.js';
import { wrap } from '../../report/wrap.js';
import { type Entry, twoColumns } from './columns.js';
import type { TopicSources } from './topic.js';

export const VERDICTS: readonly Entry[] = [
  {
    term: '2xx',
    meaning: 'allow; confirmed by a marker, or by the body that somebody entitled got; empty: only possible',
  },
  {
    term: '2xx, a body that denies',
    meaning:
      'deny (soft): GraphQL FORBIDDEN without data, or a short body whose status, statusCode or code is 401 or 403',
  },
  { term: '2xx, as for no route', meaning: 'inconclusive: the same answer as for a path that cannot exist' },
  {
    term: '401',
    meaning: "deny, where the subject's canary works; else it logs in once more; else inconclusive",
  },
  { term: '403', meaning: 'deny; inconclusive where everything is 403, canaries included' },
  {
    term: '404',
    meaning:
      'deny (hidden), where somebody else reaches the same URL, or where nobody is meant to: { allow: [], deny: 404 }; else inconclusive',
  },
  { term: '405, 501', meaning: 'not applicable; inconclusive where the description has the method' },
  {
    term: '400, 415, 422',
    meaning: 'reached, where the very same request is valid for somebody else; else inconclusive',
  },
  { term: '409, 410, 412, 428', meaning: 'reached: past the guard, then failed' },
  {
    term: '3xx',
    meaning: 'never followed: deny to a login page, or elsewhere than those who may; allow to the same place',
  },
  { term: '408, 425, 429, 503', meaning: 'asked again three times, then inconclusive' },
  { term: 'other 5xx, no answer', meaning: 'inconclusive' },
];

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: as it stands in the file
/** Each `decide:` is loaded by a test. */
export const SETTINGS: readonly Entry[] = [
  { term: '400, 404 or 500 is a refusal', meaning: 'decide: { deny: [400] }' },
  { term: '404 or 410 hides', meaning: 'decide: { hide: [410] }' },
  { term: '304 is access', meaning: 'decide: { allow: [304] }' },
  { term: '200 with an error object', meaning: 'decide: { denyWhen: [{ pointer: /error }] }' },
  { term: '200 with a flag', meaning: 'decide: { denyWhen: [{ pointer: /ok, equals: false }] }' },
  { term: '200 with words', meaning: 'decide: { denyWhen: [{ body: "not allowed" }] }' },
  { term: '200, {} or null', meaning: 'decide: { denyWhen: [{ empty: true }] }' },
  { term: '200, nothing changed', meaning: 'decide: { denyWhen: [{ unchanged: true }] }' },
  { term: 'the Location tells', meaning: 'decide: { redirect: { allow: [/done*], deny: [/oops*] } }' },
  { term: 'all routes below a path', meaning: 'api: https://api.example/v3' },
  {
    term: 'odd characters in a path',
    meaning: 'sent as written: params: { id: "group%2fapp[1]" } on the route',
  },
  {
    term: 'one path, many routes',
    meaning:
      'routes: { POST /rpc#list: { body: { method: list }, effect: read } }, or headers:, or query:, or POST /x?action=list',
  },
  { term: 'a POST that only reads', meaning: 'effect: read on the route; a GET that writes: effect: write' },
  {
    term: 'present and empty',
    meaning: 'query: { filter: "" } on the route or the step; headers:, form:, body: alike',
  },
  { term: 'the login is elsewhere', meaning: 'login: { method: PUT, path: /v2/auth }' },
  {
    term: 'a body of another shape',
    meaning: 'login: { body: { data: { user: "{{username}}", pass: "{{password}}" } } }',
  },
  {
    term: 'a name in the path',
    meaning: 'login: { steps: [{ request: "PUT /users/{{username}}/session", ... }] }',
  },
  {
    term: 'a login of several steps',
    meaning: 'login: { steps: [{ request: POST /a, capture: { nonce: /n } }, ...] }',
  },
  { term: 'success told by the body', meaning: 'expect: { pointer: /ok, equals: true } on the step' },
  { term: 'success told by the status', meaning: 'expect: { status: [302] } on the step' },
  {
    term: 'token in the body',
    meaning: 'login: { token: /included/0/token }; capture: { token: /0 } on a step',
  },
  {
    term: 'token in a header',
    meaning:
      'login: { tokenFrom: header:X-Token }, or cookie:NAME; capture: { token: header:X-Token } on a step',
  },
  {
    term: 'all of the body',
    meaning: 'login: { token: "" }; capture: { token: body } on a step, or "body:key=(.+)" for a part of it',
  },
  {
    term: 'Token, bare, Basic',
    meaning: 'Authorization: "Token {{token}}", "{{token}}", "Basic {{basic}}" under login: { headers: }',
  },
  { term: 'token sent in another header', meaning: 'login: { headers: { X-Auth-Token: "{{token}}" } }' },
  { term: 'several headers', meaning: 'login: { headers: { X-Session: "{{token}}", X-App-Id: demo } }' },
  { term: 'an API key, no login', meaning: 'login: { headers: { X-Api-Key: "${KEY}" } } on the subject' },
  { term: 'a cookie session', meaning: 'login: { flow: session, path: /login }' },
  {
    term: 'a cookie and a CSRF token',
    meaning:
      'login: { headers: { X-XSRF-TOKEN: "{{cookie:XSRF-TOKEN}}" } }; in a body: body: { csrf: "{{cookie:xsrf}}" } on the route; login: { csrf: } is followed too',
  },
  { term: 'open only without a login', meaning: '{ allow: [anonymous] } on the route' },
  { term: 'no canary is found', meaning: 'canary: /path, or canary: POST /rpc#whoami, on the subject' },
  { term: 'each cell uses its object up', meaning: 'setup: and teardown: on the route' },
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as it stands in the file

/** `authctl help oracle`: what an answer means, and how to say so where an API differs. */
export function oracleTopic({ ctx }: TopicSources): Text {
  const width = ctx.stdout.columns ?? 80;
  const opening =
    'Two questions, never one: did the request reach the guarded handler, and was the answer a denial? What settles neither is inconclusive, and inconclusive is never as expected.';
  const settings =
    'Settings of authctl.yaml for an API that answers in another way. `decide:` stands at the top, or on one route.';
  return [
    ...wrap(opening, width),
    '',
    [strong('What an answer means')],
    '',
    ...twoColumns(VERDICTS, width),
    '',
    [strong('Where an API differs')],
    '',
    ...wrap(settings, width),
    '',
    ...twoColumns(SETTINGS, width),
  ];
}
