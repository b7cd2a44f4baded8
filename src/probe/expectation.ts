import type { Declared, Expectation, Relation, RoleGrant, RoutePolicy, Subject } from './model.js';

/** The role of a subject whose role nobody told: nothing is expected of it where roles decide. */
export const unknownRole = 'unknown';

export const isAnonymous = ({ credential, unavailable }: Subject): boolean =>
  credential === undefined && unavailable === undefined;

/** Of a cell, what its expectation depends on. */
export interface ExpectedOf {
  readonly subject: Subject;
  readonly relation: Relation;
  readonly policy: RoutePolicy | undefined;
  readonly declared: Declared;
}

/**
 * What is meant to happen: what the policy says of the route, else what the description declares.
 *
 * Null where neither says anything, `any` where a grant depends on ownership and the object's owner is not known.
 */
export function expectationOf({ subject, relation, policy, declared }: ExpectedOf): Expectation | null {
  if (policy) return byPolicy(subject, relation, policy);
  switch (declared.kind) {
    case 'unknown':
      return null;
    case 'public':
      return { verdict: 'allow' };
    case 'secured':
      if (isAnonymous(subject)) return { verdict: 'deny' };
      return declared.roles === null
        ? null
        : byGrants(subject, relation, declared.roles, { verdict: 'deny' });
  }
}

function byPolicy(subject: Subject, relation: Relation, policy: RoutePolicy): Expectation | null {
  if (policy.allow === 'any') return { verdict: 'allow' };
  return byGrants(subject, relation, policy.allow, denial(subject, policy));
}

/** The kind of denial binds whoever is known: a caller without credentials is rightly asked for some (401) first. */
function denial(subject: Subject, { deny }: RoutePolicy): Expectation {
  return deny === undefined || isAnonymous(subject) ? { verdict: 'deny' } : { verdict: 'deny', kind: deny };
}

function byGrants(
  subject: Subject,
  relation: Relation,
  grants: readonly RoleGrant[],
  otherwise: Expectation,
): Expectation | null {
  if (subject.role === unknownRole) return null;
  const own = grants.filter(({ role }) => role === subject.role);
  if (own.length === 0) return otherwise;
  if (own.some(({ when }) => when === undefined) || relation === 'own') return { verdict: 'allow' };
  return relation === 'other' ? otherwise : { verdict: 'any' };
}
