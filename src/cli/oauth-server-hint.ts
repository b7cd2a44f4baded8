import { AuthctlError } from '../errors.js';
import { discoverLogins } from '../login/discover.js';
import { findIssuer } from '../login/oauth/find-issuer.js';
import type { Http } from '../ports/http.js';
import type { LoginBasis } from './login-basis.js';
import type { LoginOptions } from './login-options.js';

/**
 * Before somebody is asked for a user name that nothing could be done with: an OAuth server without a login route of its
 * own wants a client.
 *
 * @throws {AuthctlError} `USAGE` where the server is one, and nothing says how to log in.
 */
export async function refuseOAuthServer(
  http: Http,
  options: LoginOptions,
  { server, subject, login, timeoutMs }: LoginBasis,
): Promise<void> {
  const decided = options.username || subject || options.flow || login.flow || options.path || login.path;
  if (decided || !(await isIssuer(http, server, timeoutMs))) return;
  if (await discoverLogins(http, server, timeoutMs)) return;
  throw new AuthctlError('USAGE', `${server} is an OAuth server, and nothing says which client logs in`, {
    hint: 'name the client with --client-id, or register a new one with --register',
  });
}

async function isIssuer(http: Http, server: string, timeoutMs: number): Promise<boolean> {
  try {
    await findIssuer(http, server, timeoutMs);
    return true;
  } catch (error) {
    if (error instanceof AuthctlError && error.code === 'ANSWER_UNUSABLE') return false;
    throw error;
  }
}
