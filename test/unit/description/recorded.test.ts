import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecorded } from '../../../src/description/recorded.js';
import { AuthctlError } from '../../../src/errors.js';

const ORIGIN = 'https://api.example.com';
const inShort = (text: string, origin: string | undefined = ORIGIN) =>
  readRecorded(text, 'in', origin).map(({ method, path, request, source }) => {
    const sent = Object.keys(request).length === 0 ? '' : ` ${JSON.stringify(request)}`;
    return `${source} ${method} ${path}${sent}`;
  });

describe('a plain list', () => {
  test('methods, paths, comments, addresses of the API', () => {
    const text =
      '# read\nGET /a\n\nget /a?x=1   # with a query\r\nDELETE /b/{id}\nGET https://api.example.com/c\n';
    expect(inShort(text)).toEqual(['in:2 GET /a', 'in:4 GET /a?x=1', 'in:5 DELETE /b/{id}', 'in:6 GET /c']);
  });

  test('what is no route is named with its line', () => {
    expect(() => readRecorded('GET /a\n/b\n', 'routes.txt', ORIGIN)).toThrow(
      expect.objectContaining({
        message: "'/b' is no route",
        at: { file: 'routes.txt', line: 2, column: 1 },
      }),
    );
  });

  test('nothing at all', () => {
    expect(() => readRecorded('', 'stdin', ORIGIN)).toThrow(`stdin has no routes of ${ORIGIN}`);
  });
});

test('a HAR file: this origin only, without what belongs to whoever recorded it', () => {
  const entry = (method: string, url: string, more = {}) => ({
    request: { method, url, headers: [], ...more },
  });
  const har = {
    log: {
      entries: [
        entry('GET', `${ORIGIN}/a?x=1#top`),
        entry('GET', 'https://cdn.example.com/style.css'),
        entry('GET', `${ORIGIN}/a?x=1`),
        entry('POST', `${ORIGIN}/b`, {
          headers: [
            { name: 'Authorization', value: 'Bearer secret' },
            { name: 'Cookie', value: 'sid=secret' },
            { name: 'X-Tenant', value: 't1' },
          ],
          postData: { mimeType: 'application/json', text: '{"a":1}' },
        }),
      ],
    },
  };
  expect(inShort(JSON.stringify(har))).toEqual([
    'in:1 GET /a?x=1',
    'in:1 POST /b {"headers":{"content-type":"application/json","x-tenant":"t1"},"body":"{\\"a\\":1}"}',
  ]);
});

test('a Postman collection: folders, variables and parameters', () => {
  const collection = {
    info: { name: 'C', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    variable: [{ key: 'base', value: `${ORIGIN}/v1` }],
    item: [
      { name: 'folder', item: [{ name: 'one', request: { method: 'GET', url: { raw: '{{base}}/a/:id' } } }] },
      { name: 'env', request: { method: 'GET', url: '{{host}}/plain' } },
      {
        name: 'post',
        request: {
          method: 'POST',
          header: [{ key: 'Authorization', value: 'Bearer {{token}}' }],
          url: { raw: '{{base}}/a' },
          body: { mode: 'raw', raw: '{"t":1}' },
        },
      },
    ],
  };
  expect(inShort(JSON.stringify(collection))).toEqual([
    'in:1 GET /v1/a/{id}',
    'in:1 GET /plain',
    'in:1 POST /v1/a {"headers":{"content-type":"application/json"},"body":"{\\"t\\":1}"}',
  ]);
});

test('any other JSON is told apart', () => {
  expect(() => readRecorded('{"openapi":"3.1.0"}', 'a.json', ORIGIN)).toThrow(
    'neither a HAR file nor a Postman',
  );
});

test('no text makes it throw anything but an AuthctlError', () => {
  const json = fc.json().map((value) => `{"log":{"entries":${value}},"info":{},"item":${value}}`);
  fc.assert(
    fc.property(fc.oneof(fc.string(), json), (text) => {
      try {
        readRecorded(text, 'in', ORIGIN);
      } catch (error) {
        expect(error).toBeInstanceOf(AuthctlError);
      }
    }),
  );
});
