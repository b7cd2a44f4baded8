import { describe, expect, test } from 'vitest';
import { headersFrom, refuseClash } from '../../../src/cli/request-headers.js';
import { version } from '../../../src/version.js';

const agent = `authctl/${version}`;
const accept = 'application/json, */*;q=0.5';

describe('the headers of a request', () => {
  test.for<{ lines: string[]; headers: object }>([
    { lines: [], headers: { accept, 'user-agent': agent } },
    { lines: ['Accept:  text/csv '], headers: { accept: 'text/csv', 'user-agent': agent } },
    { lines: ['accept:', 'user-agent:'], headers: {} },
    {
      lines: ['X-A: 1', 'x-a: 2', 'X-B:3:4'],
      headers: { accept, 'user-agent': agent, 'x-a': '1, 2', 'x-b': '3:4' },
    },
  ])('$lines', ({ lines, headers }) => {
    expect(headersFrom(lines)).toEqual(headers);
  });

  test.for([
    { line: 'no colon', message: "'no colon' is no header" },
    { line: ': x', message: "'' is no header" },
    { line: 'a b: x', message: "'a b' is no header" },
    { line: 'X-A: one\r\nX-B: two', message: 'the header X-A holds characters that no header can' },
    { line: 'X-A: \u2603', message: 'the header X-A holds characters that no header can' },
    { line: 'Content-Length: 3', message: 'the header Content-Length cannot be set' },
    { line: 'transfer-encoding: chunked', message: 'the header transfer-encoding cannot be set' },
  ])('$line is refused', ({ line, message }) => {
    expect(() => headersFrom([line])).toThrowError(expect.objectContaining({ code: 'USAGE', message }));
  });

  test('a secret in what is no header is not repeated', () => {
    expect(() => headersFrom(['Author ization: Bearer hidden'])).toThrowError(
      "'Author ization' is no header",
    );
  });

  test('the header of the session is its own', () => {
    expect(() => refuseClash({ authorization: 'x' }, 'authorization', 'agus')).toThrowError(
      expect.objectContaining({
        code: 'USAGE',
        message: "session 'agus' sends the header authorization itself",
        hint: 'leave out -H, or send your own with --as anonymous',
      }),
    );
    expect(() => refuseClash({ authorization: 'x' }, 'cookie', 'agus')).not.toThrow();
  });
});
