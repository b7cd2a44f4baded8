import { AuthctlError } from '../errors.js';
import { requireLasting } from './lasting.js';
import { loginCommand } from './login-command.js';
import type { BearerCredential, Session } from './session.js';

/** A session that has a token. */
export type TokenSession = Session & { readonly credential: BearerCredential };

/**
 * The session, if it has an access token that can still be used.
 *
 * @param now - seconds since the epoch; a token whose `expiresAt` is `now` has expired.
 * @throws {AuthctlError} `NOT_LOGGED_IN`, its hint the login command, when it has expired; `USAGE` for a session that
 * rests on a cookie.
 */
export function withToken(session: Session, now: number): TokenSession {
  const { name, credential } = session;
  if (credential.kind !== 'bearer') {
    const what = credential.kind === 'cookie' ? 'a cookie session' : `a header, ${credential.header}`;
    throw new AuthctlError('USAGE', `session '${name}' is ${what}: it has no token`, {
      hint: `for a token, log in another way: \`${loginCommand({ ...session, name: `${name}-token`, flow: 'json' })} --flow json\``,
    });
  }
  requireLasting(session, now);
  return { ...session, credential };
}
