import { expect, test } from 'vitest';
import { toldFailure } from '../../../src/probe/told-failure.js';

test.for([
  { value: { error: 'no' }, is: 'pointer: /error' },
  { value: { error: { text: 'no' } }, is: 'pointer: /error' },
  { value: { error: true }, is: 'pointer: /error' },
  { value: { error: false }, is: null },
  { value: { error: null }, is: null },
  { value: { error: '' }, is: null },
  { value: { error: 0 }, is: null },
  { value: { error: {} }, is: null },
  { value: { errors: [] }, is: null },
  { value: { errors: [{ code: 1 }] }, is: 'pointer: /errors' },
  { value: { errors: [{ code: 1 }], data: null }, is: 'pointer: /errors' },
  { value: { errors: [{ code: 1 }], data: { me: 1 } }, is: null },
  { value: { error: 'no', data: { me: 1 } }, is: 'pointer: /error' },
  { value: { fault: { code: 'x' } }, is: 'pointer: /fault' },
  { value: { success: false }, is: 'pointer: /success, equals: false' },
  { value: { success: true }, is: null },
  { value: { ok: 0 }, is: null },
  { value: { status: 'error' }, is: 'pointer: /status, equals: error' },
  { value: { status: 'FAILED' }, is: 'pointer: /status, equals: FAILED' },
  { value: { result: 'nok' }, is: 'pointer: /result, equals: nok' },
  { value: { status: 'open' }, is: null },
  { value: { status: 'no errors' }, is: null },
  { value: { items: [{ error: 'no' }] }, is: null },
  { value: [{ error: 'no' }], is: null },
  { value: 'error', is: null },
  { value: undefined, is: null },
])('$value: $is', ({ value, is }) => {
  expect(toldFailure(value)).toBe(is);
});
