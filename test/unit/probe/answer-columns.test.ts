import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer } from '../../../src/probe/answer.js';
import { AnswerColumns } from '../../../src/probe/answer-columns.js';
import type { Answered } from '../../../src/probe/answered.js';

const digest = fc.stringMatching(/^[0-9a-f]{16}$/);
const text = fc.string({ maxLength: 8 });
const place = fc.option(text.map((path) => `http://127.0.0.1/${path}`));
const attempts = fc.integer({ min: 1, max: 9 });

const reply: fc.Arbitrary<Answer> = fc.record({
  kind: fc.constant('reply' as const),
  status: fc.integer({ min: 100, max: 599 }),
  location: place,
  challenged: fc.boolean(),
  body: fc.record({
    digest,
    shape: fc.oneof(
      fc.constant('html'),
      digest.filter((shape) => !/^0*$/.test(shape)),
    ),
    empty: fc.boolean(),
    json: fc.boolean(),
    denies: fc.constantFrom(null, 'graphql', 'status-member', 'configured'),
    wordsOfDenial: fc.boolean(),
    marked: fc.boolean(),
    failure: fc.option(text),
    exposes: fc.array(text, { maxLength: 2 }),
    unread: fc.constantFrom(null, 'truncated', 'encoded'),
  }),
  durationMs: fc.nat(),
  attempts,
  followed: place,
});

const silence: fc.Arbitrary<Answer> = fc.record({
  kind: fc.constant('silence' as const),
  reason: fc.constantFrom('reset', 'timeout', 'aborted'),
  message: text,
  attempts,
});

const unsent: fc.Arbitrary<Answer> = fc.record(
  {
    kind: fc.constant('unsent' as const),
    why: fc.constantFrom('interrupted', 'request-limit', 'setup'),
    message: text,
  },
  { requiredKeys: ['kind', 'why'] },
);

const answered: fc.Arbitrary<Answered> = fc.record({
  answer: fc.oneof(reply, silence, unsent),
  effect: fc.constantFrom(null, 'changed', 'unchanged'),
  consumed: fc.boolean(),
  url: fc.option(text),
});

test('whatever is put in comes out again, the last of two', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 5 }), answered)), (given) => {
      const columns = new AnswerColumns(6);
      for (const [index, one] of given) columns.set(index, one);
      const expected = new Map(given);
      expect([...columns]).toEqual([0, 1, 2, 3, 4, 5].map((index) => expected.get(index)));
    }),
  );
});

test('beyond its ends there is nothing', () => {
  const columns = new AnswerColumns(1);
  expect([columns.at(-1), columns.at(0), columns.at(1)]).toEqual([undefined, undefined, undefined]);
});
