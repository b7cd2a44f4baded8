import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Path, readDocument } from '../../../src/document/source-document.js';
import { AuthctlError } from '../../../src/errors.js';

const read = (text: string, file = 'x.yaml') => readDocument(text, { file, code: 'CONFIG_INVALID' });

function mistakeIn(text: string, file = 'x.yaml') {
  try {
    read(text, file);
  } catch (error) {
    if (error instanceof AuthctlError) return { message: error.message, at: error.at, code: error.code };
    throw error;
  }
  return undefined;
}

const JSON_TEXT = '{\r\n  "a": [1, {"b\\"}": "x]"}],\n  "c" : 1e3\n}';
const YAML_TEXT = 'a: &first\n  - 1\n  - b: x\nc: 1e3\nd: *first\n<<: { e: 007 }\n';

describe('positions', () => {
  test.for<{ text: string; file: string; path: Path; value: string; key: string }>([
    { text: JSON_TEXT, file: 'x.json', path: [], value: '1:1', key: '1:1' },
    { text: JSON_TEXT, file: 'x.json', path: ['a'], value: '2:8', key: '2:3' },
    { text: JSON_TEXT, file: 'x.json', path: ['a', 1], value: '2:12', key: '2:12' },
    { text: JSON_TEXT, file: 'x.json', path: ['a', 1, 'b"}'], value: '2:21', key: '2:13' },
    { text: JSON_TEXT, file: 'x.json', path: ['c'], value: '3:9', key: '3:3' },
    { text: JSON_TEXT, file: 'x.json', path: ['c', 'missing'], value: '3:9', key: '3:3' },
    { text: JSON_TEXT, file: 'x.json', path: ['missing', 'x'], value: '1:1', key: '1:1' },
    { text: YAML_TEXT, file: 'x.yaml', path: ['a', 1, 'b'], value: '3:8', key: '3:5' },
    { text: YAML_TEXT, file: 'x.yaml', path: ['d', 0], value: '2:5', key: '2:5' },
    { text: YAML_TEXT, file: 'x.yaml', path: ['c'], value: '4:4', key: '4:1' },
    { text: `\ufeff${YAML_TEXT}`, file: 'x.yaml', path: ['a'], value: '2:3', key: '1:1' },
    { text: YAML_TEXT.replaceAll('\n', '\r\n'), file: 'x.yaml', path: ['c'], value: '4:4', key: '4:1' },
  ])('of $path in $file are $value and $key', ({ text, file, path, value, key }) => {
    const document = read(text, file);
    const shown = ({ line, column }: { line: number; column: number }) => `${line}:${column}`;
    expect([shown(document.valueAt(path)), shown(document.keyAt(path))]).toEqual([value, key]);
  });
});

test.for<{ text: string; file: string; path: Path; spelling: string | undefined }>([
  { text: 'a: 007', file: 'x.yaml', path: ['a'], spelling: '007' },
  { text: 'a: "007"', file: 'x.yaml', path: ['a'], spelling: undefined },
  { text: 'a: 1', file: 'x.yaml', path: ['a', 'b'], spelling: undefined },
  { text: '{"a": 1e3}', file: 'x', path: ['a'], spelling: '1e3' },
  { text: '{"a": 12345678901234567890}', file: 'x', path: ['a'], spelling: '12345678901234567890' },
  { text: '{"a": "1"}', file: 'x', path: ['a'], spelling: undefined },
])('$text spells $path as $spelling', ({ text, file, path, spelling }) => {
  expect(read(text, file).spellingAt(path)).toBe(spelling);
});

test('merge keys, aliases and a byte order mark are read as YAML means them', () => {
  expect(read('\ufeffa: &x { b: 1 }\nc: *x\nd:\n  <<: *x\n  e: 2\n').data).toEqual({
    a: { b: 1 },
    c: { b: 1 },
    d: { b: 1, e: 2 },
  });
});

describe('mistakes', () => {
  test.for([
    { text: 'a: 1\na: 2', line: 2, column: 1, message: 'not valid YAML: map keys must be unique' },
    {
      text: 'a:\n\tb: 1',
      line: 2,
      column: 1,
      message: 'not valid YAML: tabs are not allowed as indentation',
    },
    { text: 'a: *x', line: 1, column: 4, message: 'the alias *x has no anchor &x before it' },
    { text: 'a: &x [*x]', line: 1, column: 8, message: 'the alias *x stands inside of what it repeats' },
    { text: 'a: [1\nb: 2', line: 2, column: 1, message: 'not valid YAML: a list is not closed before this' },
    { text: '? [a]\n: b', line: 1, column: 3, message: 'not valid YAML: a key must be text' },
    {
      text: '{"a": 1,}',
      file: 'x.json',
      line: 1,
      column: 9,
      message: 'not valid JSON: expected a key in double quotes',
    },
    { text: '{"a" 1}', file: 'x.json', line: 1, column: 6, message: "not valid JSON: expected ':'" },
    { text: '[1\n 2]', file: 'x.json', line: 2, column: 2, message: "not valid JSON: expected ',' or ']'" },
    { text: '[01]', file: 'x.json', line: 1, column: 2, message: "not valid JSON: expected a value or ']'" },
    { text: '[] x', file: 'x.json', line: 1, column: 4, message: 'not valid JSON: expected nothing more' },
    {
      text: '{"a": [',
      file: 'x.json',
      line: 1,
      column: 8,
      message: "not valid JSON: expected a value or ']'",
    },
    { text: '{"a": "\n"}', file: 'x.json', line: 1, column: 7, message: 'not valid JSON: expected a value' },
  ])('$message at $line:$column', ({ text, file = 'x.yaml', line, column, message }) => {
    expect(mistakeIn(text, file)).toEqual({ code: 'CONFIG_INVALID', message, at: { file, line, column } });
  });

  test.for([
    { of: 'lists', text: (levels: number) => '['.repeat(levels) + ']'.repeat(levels), column: 201 },
    {
      of: 'JSON',
      file: 'x.json',
      text: (levels: number) => '['.repeat(levels) + ']'.repeat(levels),
      column: 1,
    },
    {
      of: 'JSON objects',
      file: 'x.json',
      text: (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
      column: 1,
    },
    { of: 'block lists', text: (levels: number) => `${'- '.repeat(levels)}1`, column: 401 },
    { of: 'keys', text: (levels: number) => `${'? '.repeat(levels)}1`, column: 401 },
  ])('more than 200 levels of $of are one mistake, however many', ({ text, file = 'x.yaml', column }) => {
    const mistake = {
      code: 'CONFIG_INVALID',
      message: 'it is nested more than 200 levels deep',
      at: { file, line: 1, column },
    };
    expect(mistakeIn(text(201), file)).toEqual(mistake);
    expect(mistakeIn(text(30_000), file)).toEqual(mistake);
    expect(mistakeIn(text(200), file)?.message).not.toBe(mistake.message);
  });

  test('lists that are opened and never closed need no call stack', () => {
    expect(mistakeIn('['.repeat(100_000))?.message).toBe('it is nested more than 200 levels deep');
    expect(mistakeIn('['.repeat(100_000), 'x.json')?.message).toBe("not valid JSON: expected a value or ']'");
  });

  test('aliases do not hide nesting', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, at) => {
        const nested = '['.repeat(90) + (at ? `*l${at - 1}` : '1') + ']'.repeat(90);
        return `k${at}: &l${at} ${nested}`;
      }).join('\n');
    expect(mistakeIn(chain(2))).toBeUndefined();
    expect(mistakeIn(chain(3))?.message).toBe('it is nested more than 200 levels deep');
    expect(mistakeIn(chain(99))?.message).toBe(
      'cannot be read: its aliases lead in a circle or grow without limit',
    );
  });

  test('aliases that multiply are refused', () => {
    const levels = Array.from(
      { length: 9 },
      (_, at) => `${at}: &l${at} [${`*l${at - 1},`.repeat(at ? 9 : 0)}x]`,
    );
    expect(mistakeIn(levels.join('\n'))?.message).toBe(
      'cannot be read: its aliases lead in a circle or grow without limit',
    );
  });
});

describe('of any text', () => {
  test('reading answers data or an AuthctlError with a position inside of it', () => {
    const file = fc.constantFrom('x.yaml', 'x.json');
    const pieces = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '"',
        '- ',
        'a',
        '&a ',
        '*a',
        '\n',
        '  ',
        '\t',
        '!!',
        '|',
        '>',
        '#',
        '---',
        '\ufeff',
        '\0',
        '1',
        '<<: ',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      pieces.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, file, (written, name) => {
        const mistake = mistakeIn(written, name);
        if (!mistake) return;
        expect(mistake.at?.line).toBeLessThanOrEqual(written.split('\n').length);
        expect(mistake.at?.column).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  test('JSON is read as JSON.parse reads it, and each position is where the value stands', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify({ value, next: [value] }, null, indent);
        const document = read(text, 'x.json');
        expect(document.data).toEqual(JSON.parse(text));
        const { line, column } = document.valueAt(['next', 0]);
        const rest = text
          .split('\n')
          .slice(line - 1)
          .join('\n')
          .slice(column - 1);
        const written = JSON.stringify(value, null, indent).replaceAll('\n', '\n    ');
        expect(rest.slice(0, indent ? written.length : JSON.stringify(value).length)).toBe(
          indent ? written : JSON.stringify(value),
        );
      }),
    );
  });
});
