import type { Attributes } from '../config/condition.js';
import type { Declared, Expectation, Relation, RoleGrant, RoutePolicy, Subject } from './model.js';
import { granted } from './objects.js';

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
  /** Of the object that the request names. */
  readonly attributes?: Attributes;
}

/**
 * What is meant to happen: what the policy says of the route, else what the description declares.
 *
 * Null where neither says anything, `any` where a grant depends on what is not known of the object, such as its owner.
 */
export function expectationOf(of: ExpectedOf): Expectation | null {
  const { subject, policy, declared } = of;
  if (policy?.allow) {
    if (policy.allow === 'any') return { verdict: 'allow' };
    return byGrants(of, policy.allow, denial(subject, policy));
  }
  switch (declared.kind) {
    case 'unknown':
      return null;
    case 'public':
      return { verdict: 'allow' };
    case 'secured':
      if (isAnonymous(subject)) return { verdict: 'deny' };
      return declared.roles === null ? null : byGrants(of, declared.roles, { verdict: 'deny' });
  }
}

/** The kind of denial binds whoever is known: a caller without credentials is rightly asked for some (401) first. */
function denial(subject: Subject, { deny }: RoutePolicy): Expectation {
  return deny === undefined || isAnonymous(subject) ? { verdict: 'deny' } : { verdict: 'deny', kind: deny };
}

function byGrants(
  { subject, relation, attributes = {} }: ExpectedOf,
  grants: readonly RoleGrant[],
  otherwise: Expectation,
): Expectation | null {
  if (subject.role === unknownRole) return null;
  const may = granted(subject, grants, { relation, attributes });
  if (may === null) return { verdict: 'any' };
  return may ? { verdict: 'allow' } : otherwise;
}
