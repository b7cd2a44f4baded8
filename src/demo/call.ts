import { AuthctlError } from '../errors.js';
import type { Http } from '../ports/http.js';
import { credentialHeaders } from '../session/authorize.js';
import type { Session } from '../session/session.js';
import type { DemoCall } from './story.js';

export interface CallPorts {
  readonly http: Http;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
}

/**
 * Sends one request with a session's credential.
 *
 * @throws {AuthctlError} `SERVER_UNREACHABLE`
 */
export async function callAs(
  session: Session,
  { method, path }: { readonly method: string; readonly path: string },
  { http, now }: CallPorts,
): Promise<DemoCall> {
  const url = `${session.server}${path}`;
  const outcome = await http.send({ method, url, headers: credentialHeaders(session, url, now()) });
  if (outcome.kind === 'failure') throw new AuthctlError('SERVER_UNREACHABLE', outcome.message);
  return { username: session.username, role: session.role, method, path, status: outcome.status };
}
