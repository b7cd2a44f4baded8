import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from '../../../src/token/json.js';
import { outlineOf } from '../../../src/token/json-outline.js';

test.for([
  { text: '0', outline: { depth: 0, names: 0, mayBeImprecise: false } },
  { text: '{"a":{"b":[{}]},"a":2}', outline: { depth: 4, names: 3, mayBeImprecise: false } },
  { text: '["{[:","\\"{:","\\\\",{"\\\\\\":":1}]', outline: { depth: 2, names: 1, mayBeImprecise: false } },
  { text: '["1e400","9007199254740993",true,false]', outline: { depth: 1, names: 0, mayBeImprecise: false } },
  { text: '[-99999999999999]', outline: { depth: 1, names: 0, mayBeImprecise: false } },
  { text: '[9007199254740993]', outline: { depth: 1, names: 0, mayBeImprecise: true } },
  { text: '[1e400]', outline: { depth: 1, names: 0, mayBeImprecise: true } },
  { text: '[1E9]', outline: { depth: 1, names: 0, mayBeImprecise: true } },
])('$text', ({ text, outline }) => {
  expect(outlineOf(text)).toEqual(outline);
});

/** JSON as it is written, with what is to be said of it known by how it was made. */
interface Written {
  readonly text: string;
  readonly duplicates: readonly string[];
  readonly imprecise: readonly string[];
}

const space = fc.constantFrom('', ' ', '\n\t');

/** `JSON.parse` of V8 13 (Node.js 24) now and then takes a name that holds an escape for another. */
const mistakesEscapes = /^13\./.test(process.versions.v8);
const names = fc
  .oneof(fc.constantFrom('a', 'b', '__proto__', ':', '\\', '"', '{"a":1e400}', '\u00e9'), fc.string())
  .filter((name) => !mistakesEscapes || JSON.stringify(name) === `"${name}"`);
const exact = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, max: 2 ** 40, min: -(2 ** 40) }),
);
const leaf = fc.oneof(
  fc.oneof(names, exact, fc.boolean(), fc.constant(null)).map((value) => written(JSON.stringify(value))),
  fc
    .constantFrom('9007199254740993', '-9007199254740992', '1e400', '1E+20')
    .map((text) => written(text, [text])),
);
const written = (text: string, imprecise: readonly string[] = []): Written => ({
  text,
  imprecise,
  duplicates: [],
});

const { json } = fc.letrec<{ json: Written; list: Written; object: Written }>((tie) => ({
  json: fc.oneof({ maxDepth: 4 }, leaf, tie('list'), tie('object')),
  list: fc.array(tie('json'), { maxLength: 4 }).map((items) => joined('[', items, ']')),
  object: fc.array(fc.tuple(names, space, tie('json')), { maxLength: 5 }).map((members) => objectOf(members)),
}));

const joined = (open: string, items: readonly Written[], close: string): Written => ({
  text: `${open}${items.map(({ text }) => text).join(',')}${close}`,
  duplicates: items.flatMap(({ duplicates }) => duplicates),
  imprecise: items.flatMap(({ imprecise }) => imprecise),
});

function objectOf(members: readonly (readonly [name: string, space: string, value: Written])[]): Written {
  const items = members.map(([name, gap, value], at) => ({
    text: `${gap}${JSON.stringify(name)}${gap}:${gap}${value.text}`,
    duplicates: members.slice(0, at).some(([before]) => before === name)
      ? [name, ...value.duplicates]
      : value.duplicates,
    imprecise: value.imprecise,
  }));
  return joined('{', items, '}');
}

test('a reading tells what is there twice and what is imprecise, wherever it stands', () => {
  fc.assert(
    fc.property(json, ({ text, duplicates, imprecise }) => {
      expect(readJson(text)).toEqual({
        value: JSON.parse(text),
        duplicates: [...new Set(duplicates)],
        imprecise,
      });
    }),
    { numRuns: 500 },
  );
});
