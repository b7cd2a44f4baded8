import { expect, test } from 'vitest';
import { outcomeOf } from '../../../src/probe/compare.js';
import type { Expectation } from '../../../src/probe/model.js';
import type { Outcome, Verdict } from '../../../src/probe/result.js';

const columns = {
  allow: { verdict: 'allow' },
  deny: { verdict: 'deny' },
  'deny: 403': { verdict: 'deny', kind: '403' },
  any: { verdict: 'any' },
  nothing: null,
} as const satisfies Record<string, Expectation | null>;

type Row = readonly [Verdict, '401' | '403' | null, Record<keyof typeof columns, Outcome>];

const same = (outcome: Outcome): Row[2] => ({
  allow: outcome,
  deny: outcome,
  'deny: 403': outcome,
  any: outcome,
  nothing: outcome,
});
const observed = { any: 'observed', nothing: 'observed' } as const;

const rows: readonly Row[] = [
  ['allow', null, { allow: 'as-expected', deny: 'violation', 'deny: 403': 'violation', ...observed }],
  ['deny', '403', { allow: 'violation', deny: 'as-expected', 'deny: 403': 'as-expected', ...observed }],
  ['deny', '401', { allow: 'violation', deny: 'as-expected', 'deny: 403': 'violation', ...observed }],
  ['reached', null, { allow: 'inconclusive', deny: 'violation', 'deny: 403': 'violation', ...observed }],
  [
    'not-applicable',
    null,
    { allow: 'inconclusive', deny: 'inconclusive', 'deny: 403': 'inconclusive', ...observed },
  ],
  ['inconclusive', null, same('inconclusive')],
  ['skipped', null, same('skipped')],
];

test.for(rows)('%s %s', ([verdict, kind, outcomes]) => {
  const found = Object.entries(columns).map(([name, expected]) => [
    name,
    outcomeOf({ verdict, kind, expected }),
  ]);
  expect(Object.fromEntries(found)).toEqual(outcomes);
});
