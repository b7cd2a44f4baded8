import type { ApiKind } from '../api-kind.js';

const LOGIN = 'login: { flow: json, path: /login }\n';

const refusal = (status: number, body: unknown): Pick<ApiKind, 'refused'> => ({
  refused: () => ({ status, body }),
});

const everybody = (kind: string) => ({ denied: { anonymous: kind, agus: kind } });

/** Needs `decide:`; without it, what is said names that setting. */
const decided = (decide: string, says = `decide: ${decide}`) => ({
  settings: `${LOGIN}decide: ${decide}`,
  without: { settings: LOGIN, says },
});

/** How an API refuses. */
export const refusalKinds: readonly ApiKind[] = [
  {
    name: '400',
    item: 'refused with 400',
    help: '400, 404 or 500 is a refusal',
    ...decided('{ deny: [400] }'),
    ...refusal(400, { message: 'bad request' }),
    ...everybody('soft'),
  },
  {
    name: '404, by a setting',
    item: 'refused with 404',
    help: '400, 404 or 500 is a refusal',
    settings: `${LOGIN}decide: { deny: [404] }`,
    ...refusal(404, { message: 'not found' }),
    ...everybody('hidden'),
  },
  {
    name: '404, where somebody else reaches it',
    item: 'refused with 404',
    help: '404',
    settings: LOGIN,
    ...refusal(404, { message: 'not found' }),
    ...everybody('hidden'),
  },
  {
    name: '500',
    item: 'refused with 500',
    help: '400, 404 or 500 is a refusal',
    ...decided('{ deny: [500] }'),
    ...refusal(500, 'java.lang.SecurityException'),
    ...everybody('soft'),
  },
  {
    name: 'an error object',
    item: 'refused with 200 and an error object',
    help: '200 with an error object',
    ...decided('{ denyWhen: [{ pointer: /error }] }'),
    ...refusal(200, { error: { text: 'no' } }),
    ...everybody('soft'),
  },
  {
    name: 'a flag',
    item: 'refused with 200 and an error object',
    help: '200 with a flag',
    ...decided('{ denyWhen: [{ pointer: /success, equals: false }] }'),
    ...refusal(200, { success: false, data: [] }),
    ...everybody('soft'),
  },
  {
    name: 'a word for the outcome',
    item: 'refused with 200 and an error object',
    help: '200 with a flag',
    ...decided('{ denyWhen: [{ pointer: /status, equals: error }] }'),
    ...refusal(200, { status: 'error' }),
    ...everybody('soft'),
  },
  {
    name: 'a text of its own',
    item: 'refused with 200 and an error object',
    help: '200 with words',
    ...decided('{ denyWhen: [{ body: "^ERR-\\\\d+" }] }', 'denyWhen: [{ body: '),
    ...refusal(200, 'ERR-77 not for you'),
    ...everybody('soft'),
  },
  {
    name: 'an empty object',
    item: 'refused with 200 and an empty object or null',
    help: '200, {} or null',
    ...decided('{ denyWhen: [{ empty: true }] }'),
    ...refusal(200, {}),
    ...everybody('soft'),
  },
  {
    name: 'null',
    item: 'refused with 200 and an empty object or null',
    help: '200, {} or null',
    ...decided('{ denyWhen: [{ empty: true }] }'),
    ...refusal(200, null),
    ...everybody('soft'),
  },
  {
    name: 'to /done or to /oops',
    item: 'refused with a redirect whose Location alone tells',
    help: 'the Location tells',
    ...decided('{ redirect: { allow: ["/done*"], deny: ["/oops*"] } }', 'decide: { redirect: '),
    granted: (place) =>
      place === 'me'
        ? { status: 200, body: { you: true } }
        : { status: 302, headers: { location: '/done?id=1' } },
    refused: () => ({ status: 302, headers: { location: '/oops?why=role' } }),
    ...everybody('redirect'),
  },
  {
    name: 'also for those who are known',
    item: '401 for everyone',
    help: '401',
    ...refusal(401, {}),
    ...everybody('401'),
  },
  {
    name: 'also for those who are not known',
    item: '403 for everyone',
    help: '403',
    ...refusal(403, {}),
    ...everybody('403'),
  },
  {
    name: 'the page of a program in the browser',
    item: 'HTML for every unknown path',
    help: '2xx, as for no route',
    unknownPath: { status: 200, body: '<!doctype html><div id="app"></div>' },
  },
];
