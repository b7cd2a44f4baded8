import { AuthctlError } from '../errors.js';
import { loginCommand } from './login-command.js';
import type { Session } from './session.js';
import { hasExpired } from './status.js';

/**
 * A session's access token, if it can still be used.
 *
 * @param now - seconds since the epoch; a token whose `expiresAt` is `now` has expired.
 * @throws {AuthctlError} `NOT_LOGGED_IN`, its hint the login command, when it has expired; `USAGE` for a session that
 * rests on a cookie.
 */
export function tokenOf(session: Session, now: number): string {
  const { name, server, credential, flow } = session;
  if (credential.kind !== 'bearer') {
    const what = credential.kind === 'cookie' ? 'a cookie session' : `a header, ${credential.header}`;
    throw new AuthctlError('USAGE', `session '${name}' is ${what}: it has no token`, {
      hint: `for a token, log in another way: \`${loginCommand({ ...session, name: `${name}-token`, flow: 'json' })} --flow json\``,
    });
  }
  if (!hasExpired(session, now)) return credential.accessToken;
  if (flow === 'token') {
    throw new AuthctlError('NOT_LOGGED_IN', `the token in ${name} has expired`, {
      hint: `put a fresh one into ${name}, or unset it to use the stored sessions`,
    });
  }
  throw new AuthctlError('NOT_LOGGED_IN', `session '${name}' at ${server} has expired`, {
    hint: `log in again with \`${loginCommand(session)}\``,
  });
}
