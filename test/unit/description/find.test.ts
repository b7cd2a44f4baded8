import { expect, test } from 'vitest';
import { fetchOpenApi, findOpenApi, USUAL_PLACES } from '../../../src/description/find.js';
import type { Http, HttpOutcome } from '../../../src/ports/http.js';

const answer = (
  body: string,
  more: { status?: number; type?: string; truncated?: boolean } = {},
): HttpOutcome => ({
  kind: 'response',
  status: more.status ?? 200,
  headers: { 'content-type': more.type ?? 'application/json' },
  body,
  truncated: more.truncated ?? false,
  durationMs: 1,
});

const failure = (reason: 'connect' | 'aborted'): HttpOutcome => ({
  kind: 'failure',
  reason,
  message: 'http://h: nothing there',
});

/** Answers by URL, 404 for any other; keeps what was asked for. */
function server(answers: Readonly<Record<string, HttpOutcome>>): { http: Http; asked: string[] } {
  const asked: string[] = [];
  const send = async ({ url }: { url: string }) => {
    asked.push(url);
    return answers[url] ?? answer('{"error":"not found"}', { status: 404 });
  };
  return { http: { send }, asked };
}

const OPENAPI = '{"openapi":"3.1.0","paths":{}}';

test.for([
  {
    name: 'the first place',
    base: 'http://h',
    has: { 'http://h/openapi.json': answer(OPENAPI) },
    found: 'http://h/openapi.json',
  },
  {
    name: 'a later one',
    base: 'http://h/',
    has: { 'http://h/v3/api-docs': answer(OPENAPI) },
    found: 'http://h/v3/api-docs',
  },
  {
    name: 'below the base path',
    base: 'http://h/v1',
    has: { 'http://h/v1/openapi.yaml': answer('openapi: 3.1.0') },
    found: 'http://h/v1/openapi.yaml',
  },
  {
    name: 'below the origin',
    base: 'http://h/v1',
    has: { 'http://h/openapi.yaml': answer('info: {}\n"openapi": 3.1.0') },
    found: 'http://h/openapi.yaml',
  },
  {
    name: 'a Swagger 2 document, to be told of',
    base: 'http://h',
    has: { 'http://h/swagger.json': answer('{"swagger":"2.0"}') },
    found: 'http://h/swagger.json',
  },
  {
    name: 'past pages and other JSON',
    base: 'http://h',
    has: {
      'http://h/openapi.json': answer('<!doctype html><p>"openapi": </p>', { type: 'text/plain' }),
      'http://h/openapi.yaml': answer('openapi: 3', { type: 'text/html; charset=utf-8' }),
      'http://h/openapi.yml': answer('{"message":"openapi"}'),
      'http://h/api-docs': answer(OPENAPI),
    },
    found: 'http://h/api-docs',
  },
])('a description is found: $name', async ({ base, has, found }) => {
  const answers: Readonly<Record<string, HttpOutcome>> = has;
  const { http } = server(answers);
  const expected = answers[found];
  expect(await findOpenApi(http, base)).toEqual({
    location: found,
    text: expected?.kind === 'response' ? expected.body : '',
  });
});

test('each place is asked for once where there is none', async () => {
  const { http, asked } = server({});
  expect(await findOpenApi(http, 'http://h')).toBeUndefined();
  expect(asked).toEqual(USUAL_PLACES.map((place) => `http://h${place}`));
});

test.for([
  { outcome: failure('connect'), code: 'SERVER_UNREACHABLE' },
  { outcome: failure('aborted'), code: 'INTERRUPTED' },
  { outcome: answer(OPENAPI, { truncated: true }), code: 'DESCRIPTION_INVALID' },
])('the search ends with $code', async ({ outcome, code }) => {
  const { http, asked } = server({ 'http://h/openapi.json': outcome });
  await expect(findOpenApi(http, 'http://h')).rejects.toMatchObject({ code });
  expect(asked).toEqual(['http://h/openapi.json']);
});

test.for([
  { outcome: answer('no', { status: 401 }), code: 'ANSWER_UNUSABLE' },
  { outcome: failure('connect'), code: 'SERVER_UNREACHABLE' },
  { outcome: answer(OPENAPI, { truncated: true }), code: 'DESCRIPTION_INVALID' },
])('fetching a named one ends with $code', async ({ outcome, code }) => {
  const { http } = server({ 'http://h/a.json': outcome });
  await expect(fetchOpenApi(http, 'http://h/a.json')).rejects.toMatchObject({ code });
});

test('a named one is fetched whatever it looks like, to be judged when it is read', async () => {
  const { http } = server({ 'http://h/a.json': answer('<html>') });
  expect(await fetchOpenApi(http, 'http://h/a.json')).toEqual({
    text: '<html>',
    location: 'http://h/a.json',
  });
});
