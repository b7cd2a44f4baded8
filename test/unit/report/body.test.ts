import { describe, expect, test } from 'vitest';
import { bodyLines, readBody } from '../../../src/report/body.js';
import { sizeText } from '../../../src/report/size-text.js';
import { plainLines } from '../../support/plain-text.js';

describe('what a body is', () => {
  test.for<{
    title: string;
    bytes: Uint8Array;
    type?: string;
    coding?: string;
    truncated?: true;
    read: object;
  }>([
    { title: 'nothing', bytes: Buffer.from(''), read: { kind: 'none' } },
    {
      title: 'JSON, whatever its type',
      bytes: Buffer.from('{"a":1}'),
      type: 'text/plain',
      read: { kind: 'json', text: '{"a":1}', value: { a: 1 } },
    },
    { title: 'text', bytes: Buffer.from('\u00e9'), read: { kind: 'text', text: '\u00e9' } },
    {
      title: 'text in another character set',
      bytes: Buffer.from([0xe9]),
      type: 'text/plain; charset="ISO-8859-1"',
      read: { kind: 'text', text: '\u00e9' },
    },
    {
      title: 'no text in the character set that is said',
      bytes: Buffer.from([0xff, 0x61]),
      type: 'text/plain',
      read: { kind: 'binary', type: 'text/plain' },
    },
    {
      title: 'a character set that nobody knows',
      bytes: Buffer.from('a'),
      type: 'text/plain; charset=none',
      read: { kind: 'binary', type: 'text/plain; charset=none' },
    },
    { title: 'a NUL', bytes: Buffer.from('a\0b'), read: { kind: 'binary', type: 'an unknown type' } },
    {
      title: 'what is compressed',
      bytes: Buffer.from('abc'),
      type: 'text/plain',
      coding: 'gzip',
      read: { kind: 'binary', type: 'text/plain' },
    },
    {
      title: 'cut in the middle of a character',
      bytes: Buffer.from('a\u00e9').subarray(0, 2),
      truncated: true,
      read: { kind: 'text', text: 'a' },
    },
    {
      title: 'cut JSON that would be JSON',
      bytes: Buffer.from('1'),
      truncated: true,
      read: { kind: 'text', text: '1' },
    },
  ])('$title', ({ bytes, type, coding, truncated = false, read }) => {
    const headers = { 'content-type': type, 'content-encoding': coding };
    expect(readBody(bytes, headers, truncated)).toEqual(read);
  });
});

test('text keeps its lines, tabs become columns, and nothing controls the terminal', () => {
  const text = 'a\tb\r\n\u001b[31mred\u001b[0m\n\u202eabc\n';
  expect(plainLines(bodyLines({ kind: 'text', text }, text.length))).toEqual([
    'a       b',
    '\\u001b[31mred\\u001b[0m',
    '\\u202eabc',
  ]);
});

test('what is no text is not shown', () => {
  expect(plainLines(bodyLines({ kind: 'binary', type: 'image/png' }, 1))).toEqual([
    '1 byte of image/png: write them to a file with -o FILE',
  ]);
});

test.for([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [150 * 1024, '150 KiB'],
  [10 * 1024 ** 2, '10.0 MiB'],
  [2 * 1024 ** 5, '2048 TiB'],
] as const)('%i bytes are %s', ([bytes, text]) => {
  expect(sizeText(bytes)).toBe(text);
});
