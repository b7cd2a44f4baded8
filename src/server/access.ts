import type { RoleSettings, RouteSettings } from './settings.js';
import type { User } from './users.js';

/** A role that may, on every object or (`when: own`) only on objects that the caller owns. */
export interface Grant {
  readonly role: string;
  readonly when?: 'own';
}

/** Who may use a route. */
export type Access = 'public' | readonly Grant[];

/** Who sent a request, as far as its credentials prove it. */
export type Caller =
  | { readonly kind: 'anonymous'; readonly why: string }
  /** A credential was presented and is worth nothing. */
  | {
      readonly kind: 'rejected';
      readonly scheme: 'token' | 'cookie';
      readonly why: string;
      /** Where it is not that the token or the session is invalid. */
      readonly error?: 'invalid_dpop_proof';
      /** Whether the token was sent as one that is bound to a key (RFC 9449 section 7.1). */
      readonly withProof?: boolean;
    }
  | {
      readonly kind: 'user';
      readonly user: User;
      /** Null for whoever comes without credentials where a weakness asks for none. */
      readonly scheme: 'token' | 'cookie' | null;
      readonly withProof?: boolean;
      /** What the token says. */
      readonly claims?: Readonly<Record<string, unknown>>;
    };

export type Decision =
  | { readonly kind: 'allow'; readonly why: string }
  /** 401: who are you? */
  | { readonly kind: 'unauthenticated'; readonly why: string }
  /** 403: you may not. */
  | { readonly kind: 'forbidden'; readonly why: string }
  /** 404: there is no such object, and the caller is entitled to know. */
  | { readonly kind: 'absent'; readonly why: string };

/**
 * Decides whether a caller may do what a route does. Deny is the default: who is not named may not.
 *
 * @param ownerOf - the id of the user who owns the object that the request names, undefined where there is no such
 *   object; called only when ownership decides, so a caller without any grant learns nothing of what exists.
 */
export function decide(access: Access, caller: Caller, ownerOf: (user: User) => unknown): Decision {
  if (access === 'public') return { kind: 'allow', why: 'open to everyone' };
  if (caller.kind !== 'user') return { kind: 'unauthenticated', why: caller.why };
  const { id, role } = caller.user;
  const grants = access.filter((grant) => grant.role === role);
  if (grants.length === 0) return { kind: 'forbidden', why: `not for role ${role}` };
  if (grants.some((grant) => grant.when === undefined)) return { kind: 'allow', why: `role ${role} may` };
  const owner = ownerOf(caller.user);
  if (owner === undefined) return { kind: 'absent', why: 'no such object' };
  return owner === id
    ? { kind: 'allow', why: `role ${role} may on its own, and owns it` }
    : { kind: 'forbidden', why: `role ${role} may only on its own` };
}

/** Whether a role may only on its own, and so sees only its own in a list. */
export function isLimitedToOwn(access: Access, role: string): boolean {
  const grants = access === 'public' ? [] : access.filter((grant) => grant.role === role);
  return grants.length > 0 && grants.every(({ when }) => when === 'own');
}

/**
 * Who may, role by role: permissions stand for the roles that have them, and a role that may on every object is not
 * named again for its own.
 */
export function grantsOf(access: RouteSettings['access'], roles: readonly RoleSettings[]): Access {
  if (access === 'public') return access;
  return roles.flatMap(({ name, permissions }): readonly Grant[] => {
    const meant = access.filter((grant) =>
      'role' in grant ? grant.role === name : permissions.includes(grant.permission),
    );
    if (meant.length === 0) return [];
    return [meant.every(({ when }) => when === 'own') ? { role: name, when: 'own' } : { role: name }];
  });
}
