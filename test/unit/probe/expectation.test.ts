import { expect, test } from 'vitest';
import { expectationOf, unknownRole } from '../../../src/probe/expectation.js';
import type { Declared, Relation, RoutePolicy, Subject } from '../../../src/probe/model.js';
import { agus, anonymous, guarded, sari, subject, william } from './inputs.js';

const unknown: Declared = { kind: 'unknown' };
const policy = (more: Partial<RoutePolicy>): RoutePolicy => ({ allow: [], params: {}, ...more });

interface Row {
  readonly when: string;
  readonly who: Subject;
  readonly relation?: Relation;
  readonly policy?: RoutePolicy;
  readonly declared?: Declared;
  /** `allow`, `deny`, `deny 403`, `any`, or null. */
  readonly is: string | null;
}

const own = policy({ allow: [{ role: 'editor', when: 'own' }, { role: 'admin' }] });
const nobody = subject('nobody', unknownRole);

const rows: readonly Row[] = [
  { when: 'nothing says anything', who: agus, is: null },
  { when: 'declared public', who: anonymous, declared: { kind: 'public' }, is: 'allow' },
  { when: 'declared secured', who: anonymous, declared: guarded(), is: 'deny' },
  { when: 'declared secured, no roles', who: agus, declared: guarded(), is: null },
  { when: 'declared for the role', who: agus, declared: guarded('reader'), is: 'allow' },
  { when: 'declared for another role', who: agus, declared: guarded('admin'), is: 'deny' },
  { when: 'declared for roles, the role unknown', who: nobody, declared: guarded('admin'), is: null },
  { when: 'the policy lets everybody', who: anonymous, policy: policy({ allow: 'any' }), is: 'allow' },
  {
    when: 'the policy names anonymous',
    who: anonymous,
    policy: policy({ allow: [{ role: 'anonymous' }] }),
    is: 'allow',
  },
  { when: 'the policy does not name the role', who: agus, policy: own, is: 'deny' },
  {
    when: 'the policy wants 403',
    who: agus,
    policy: policy({ deny: '403' }),
    is: 'deny 403',
  },
  {
    when: 'the policy wants 403 of a caller it cannot know',
    who: anonymous,
    policy: policy({ deny: '403' }),
    is: 'deny',
  },
  {
    when: 'the policy wins over the description',
    who: agus,
    policy: own,
    declared: guarded('reader'),
    is: 'deny',
  },
  { when: 'own objects only, its own', who: william, relation: 'own', policy: own, is: 'allow' },
  { when: "own objects only, somebody else's", who: william, relation: 'other', policy: own, is: 'deny' },
  { when: 'own objects only, whose is not known', who: william, relation: null, policy: own, is: 'any' },
  { when: "every object, somebody else's", who: sari, relation: 'other', policy: own, is: 'allow' },
  { when: 'not granted, its own', who: agus, relation: 'own', policy: own, is: 'deny' },
];

test.for(rows)('$when: $is', ({ who, relation = null, policy: given, declared = unknown, is }) => {
  const expectation = expectationOf({ subject: who, relation, policy: given, declared });
  const kind = expectation?.verdict === 'deny' && expectation.kind ? ` ${expectation.kind}` : '';
  expect(expectation && expectation.verdict + kind).toBe(is);
});
