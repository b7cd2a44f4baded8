import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findToken, USUAL_PLACES } from '../../../src/login/find-token.js';
import type { JsonObject, JsonValue } from '../../../src/token/json.js';
import { jwt } from './answers.js';

/** A document in which the token stands where a pointer says. */
const documentWith = (pointer: string, token: string): JsonObject =>
  pointer
    .split('/')
    .slice(1)
    .reduceRight<JsonValue>((inner, name) => ({ [name]: inner }), token) as JsonObject;

test.for(USUAL_PLACES)('found at %s', (pointer) => {
  expect(findToken({ other: 1, ...documentWith(pointer, 'opaque-1') })).toEqual({
    token: 'opaque-1',
    pointer,
  });
});

describe('which of several', () => {
  test.for<{ body: JsonObject; pointer: string }>([
    { body: { token: 'b', access_token: 'a' }, pointer: '/access_token' },
    { body: { id_token: 'i', token: 't' }, pointer: '/token' },
    { body: { access_token: '', token: 't' }, pointer: '/token' },
    { body: { access_token: null, data: { token: 't' } }, pointer: '/data/token' },
    { body: { token: { id: 1 }, user: { token: 't' } }, pointer: '/user/token' },
    { body: { token: 'two words', jwt: 't' }, pointer: '/jwt' },
  ])('$pointer of $body', ({ body, pointer }) => {
    expect(findToken(body)?.pointer).toBe(pointer);
  });
});

test.for<{ value: JsonValue; token: string }>([
  { value: jwt({ sub: '1' }), token: jwt({ sub: '1' }) },
  { value: { token: 'Bearer abc' }, token: 'abc' },
])('taken out of $value', ({ value, token }) => {
  expect(findToken(value)?.token).toBe(token);
});

test.for<{ value: JsonValue }>([
  { value: 'welcome' },
  { value: 7 },
  { value: null },
  { value: [] },
  { value: {} },
])('none in $value', ({ value }) => {
  expect(findToken(value)).toBeUndefined();
});

test('whatever is answered: a token that can stand in a header, or none', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.option(fc.string(), { nil: undefined }), (value, pointer) => {
      expect(findToken(value as JsonValue, pointer)?.token ?? 'none').toMatch(/^[\w.~+/-]+=*$/);
    }),
  );
});
