import type { BearerCredential } from '../session/session.js';
import { statedBy } from '../session/stated.js';
import type { JsonValue } from '../token/json.js';

/** A token with what its server said beside it. */
export interface ReceivedToken {
  readonly accessToken: string;
  readonly refreshToken?: JsonValue | undefined;
  readonly expiresIn?: JsonValue | undefined;
}

/**
 * A received token as it is stored. It ends at the earlier of what the server and the token itself say.
 *
 * @param now - seconds since the epoch; `expires_in` counts from here (RFC 6749 section 5.1).
 */
export function bearerFrom(
  { accessToken, refreshToken, expiresIn }: ReceivedToken,
  now: number,
): BearerCredential {
  const expiresAt = earlier(statedBy(accessToken).expiresAt, lifetimeEnd(expiresIn, now));
  return {
    kind: 'bearer',
    accessToken,
    ...(typeof refreshToken === 'string' && refreshToken !== '' ? { refreshToken } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** Some servers write the seconds as a text. */
function lifetimeEnd(expiresIn: JsonValue | undefined, now: number): number | undefined {
  const seconds = typeof expiresIn === 'string' && expiresIn !== '' ? Number(expiresIn) : expiresIn;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0
    ? now + Math.floor(seconds)
    : undefined;
}

const earlier = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
