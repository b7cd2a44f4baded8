import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonLines } from '../../../src/report/json-lines.js';
import { plainLines } from '../../support/plain-text.js';

const written = (text: string): readonly string[] | undefined => {
  const lines = jsonLines(text);
  return lines && plainLines(lines);
};

test('JSON is indented, and nothing in it is changed', () => {
  expect(written('{"a":[1.0,12345678901234567890,{"b":null}],"a":"x\\u001b:{}",\n"e":{ },"f":[\t]}')).toEqual(
    [
      '{',
      '  "a": [',
      '    1.0,',
      '    12345678901234567890,',
      '    {',
      '      "b": null',
      '    }',
      '  ],',
      '  "a": "x\\u001b:{}",',
      '  "e": {},',
      '  "f": []',
      '}',
    ],
  );
});

test('names, texts, numbers and words look different', () => {
  expect(jsonLines('{"a":"b","c":-1,"d":true}')).toEqual([
    ['{'],
    ['  ', { text: '"a"', style: 'accent' }, ': ', { text: '"b"', style: 'good' }, ','],
    ['  ', { text: '"c"', style: 'accent' }, ': ', { text: '-1', style: 'caution' }, ','],
    ['  ', { text: '"d"', style: 'accent' }, ': ', { text: 'true', style: 'strong' }],
    ['}'],
  ]);
});

test.for(['', 'x', '{"a":1', '[1]]', `${'['.repeat(101)}${']'.repeat(101)}`])('%j is left alone', (text) => {
  expect(jsonLines(text)).toBeUndefined();
});

test('whatever JSON it is, it looks as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme-ascii' }), (value) => {
      const text = JSON.stringify(value);
      expect(written(text)?.join('\n')).toBe(JSON.stringify(JSON.parse(text), null, 2));
    }),
    { numRuns: 80 },
  );
});
