import { AuthctlError } from '../../errors.js';
import { didYouMean } from '../../nearest.js';
import { algNone } from './alg-none.js';
import { audienceUnchecked } from './audience-unchecked.js';
import { bfla } from './bfla.js';
import { bola } from './bola.js';
import { cookieRole } from './cookie-role.js';
import { csrf } from './csrf.js';
import { embeddedJwk } from './embedded-jwk.js';
import { excessFields } from './excess-fields.js';
import { expiryUnchecked } from './expiry-unchecked.js';
import { head } from './head.js';
import { hs256PublicKey } from './hs256-public-key.js';
import { idTokenAccepted } from './id-token-accepted.js';
import { issuerUnchecked } from './issuer-unchecked.js';
import { kidTraversal } from './kid-traversal.js';
import { logoutKeepsSession } from './logout-keeps-session.js';
import { massAssignment } from './mass-assignment.js';
import { methodOverride } from './method-override.js';
import { pkceOptional } from './pkce-optional.js';
import { redirectPrefix } from './redirect-prefix.js';
import { refreshReuse } from './refresh-reuse.js';
import { roleHeader } from './role-header.js';
import { sessionFixation } from './session-fixation.js';
import { signatureUnchecked } from './signature-unchecked.js';
import { softDenial } from './soft-denial.js';
import { staleRole } from './stale-role.js';
import { tokenInQuery } from './token-in-query.js';
import { trailingSlash } from './trailing-slash.js';
import { unguarded } from './unguarded.js';
import { userEnumeration } from './user-enumeration.js';
import { weakSecret } from './weak-secret.js';
import type { Weakness } from './weakness.js';

/** Every weakness that there is, in the order in which they are put upon the policy: a later one goes before an earlier. */
export const weaknesses: readonly Weakness[] = [
  bfla,
  cookieRole,
  bola,
  unguarded,
  staleRole,
  roleHeader,
  methodOverride,
  algNone,
  hs256PublicKey,
  signatureUnchecked,
  audienceUnchecked,
  issuerUnchecked,
  expiryUnchecked,
  idTokenAccepted,
  tokenInQuery,
  embeddedJwk,
  kidTraversal,
  weakSecret,
  logoutKeepsSession,
  sessionFixation,
  csrf,
  refreshReuse,
  pkceOptional,
  redirectPrefix,
  userEnumeration,
  softDenial,
  excessFields,
  head,
  trailingSlash,
  massAssignment,
];

/** Stands for all of them. */
export const ALL = 'all';

/** What an id may be. */
export const weaknessIds: readonly string[] = weaknesses.map(({ id }) => id);

/** What to do about an id that no weakness has. */
export const unknownWeaknessHint = (id: string): string =>
  didYouMean(id, [...weaknessIds, ALL]) ?? '`authctl serve --weak list` lists them all';

/**
 * The weaknesses that ids name, in the order of the registry.
 *
 * @throws {AuthctlError} `USAGE` for an unknown id, with the nearest one.
 */
export function weaknessesNamed(ids: readonly string[]): readonly Weakness[] {
  const unknown = ids.find((id) => id !== ALL && !weaknessIds.includes(id));
  if (unknown !== undefined) {
    throw new AuthctlError('USAGE', `there is no weakness '${unknown}'`, {
      hint: unknownWeaknessHint(unknown),
    });
  }
  return ids.includes(ALL) ? weaknesses : weaknesses.filter(({ id }) => ids.includes(id));
}

/**
 * The weaknesses that a server is to have.
 *
 * @param isLocal - whether only this machine reaches it.
 * @throws {AuthctlError} `USAGE` for an unknown id, and for any where other machines reach the server.
 */
export function weaknessesFor(ids: readonly string[], isLocal: boolean): readonly Weakness[] {
  const chosen = weaknessesNamed(ids);
  if (chosen.length === 0 || isLocal) return chosen;
  throw new AuthctlError('USAGE', 'a server with weaknesses listens on loopback only', {
    hint: 'leave --host out, or start it without weaknesses',
  });
}
