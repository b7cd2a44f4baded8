import type { Session, StoredCookie } from './session.js';

const keyOf = ({ name, domain, path }: StoredCookie): string => `${domain};${path};${name}`;

/**
 * A cookie session with what a server changed in its cookies; the same session where it changed nothing.
 *
 * @param latest - as it is stored now: somebody else may have changed other cookies of it.
 * @param before - the cookies that the change began with.
 * @param after - what they became.
 */
export function withChangedCookies(
  latest: Session,
  before: readonly StoredCookie[],
  after: readonly StoredCookie[],
): Session {
  if (latest.credential.kind !== 'cookie') return latest;
  const old = new Map(before.map((cookie) => [keyOf(cookie), JSON.stringify(cookie)]));
  const now = new Map(after.map((cookie) => [keyOf(cookie), cookie]));
  const changed = after.filter((cookie) => old.get(keyOf(cookie)) !== JSON.stringify(cookie));
  const isGone = (key: string): boolean => old.has(key) && !now.has(key);
  if (changed.length === 0 && ![...old.keys()].some(isGone)) return latest;
  const replaced = new Set(changed.map(keyOf));
  const kept = latest.credential.cookies.filter(
    (cookie) => !replaced.has(keyOf(cookie)) && !isGone(keyOf(cookie)),
  );
  return { ...latest, credential: cookieCredential([...kept, ...changed]) };
}

/** A cookie without an end lives as long as the server likes, so the session has no known end either. */
function cookieCredential(cookies: readonly StoredCookie[]): Session['credential'] {
  const ends = cookies.map(({ expiresAt }) => expiresAt).filter((end) => end !== undefined);
  const ended = cookies.length > 0 && ends.length === cookies.length;
  return { kind: 'cookie', cookies, ...(ended ? { expiresAt: Math.max(...ends) } : {}) };
}
