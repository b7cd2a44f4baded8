import { AuthctlError } from '../errors.js';
import { loginCommand } from './login-command.js';
import type { Session } from './session.js';
import { shellWord } from './shell-word.js';
import { hasExpired } from './status.js';

/**
 * Makes sure that a session has not ended by what is known of it.
 *
 * @param now - seconds since the epoch; a credential whose `expiresAt` is `now` has expired.
 * @throws {AuthctlError} `NOT_LOGGED_IN`, its hint the login command.
 */
export function requireLasting(session: Session, now: number): void {
  if (!hasExpired(session, now)) return;
  const { name, server, flow } = session;
  if (isStandIn(session)) {
    throw new AuthctlError('NOT_LOGGED_IN', `the token in ${name} has expired`, {
      hint: `put a fresh one into ${name}, or unset it to use the stored sessions`,
    });
  }
  throw new AuthctlError('NOT_LOGGED_IN', `session '${name}' at ${server} has expired`, {
    hint:
      flow === 'token'
        ? `hand over a fresh token with \`authctl login ${shellWord(server)} --as ${shellWord(name)} --token-stdin\``
        : `log in again with \`${loginCommand(session)}\``,
  });
}

const isStandIn = ({ name, flow }: Session): boolean =>
  flow === 'token' && /^AUTHCTL_TOKEN(?:_FILE)?$/.test(name);
