import { searchOpenApi } from '../description/find.js';
import { AuthctlError } from '../errors.js';
import type { Http, HttpFailure } from '../ports/http.js';
import type { JsonValue } from '../token/json.js';
import { basePathOf, type DescribedLogin, loginsIn } from './description.js';

/** A login that has to wait this long for a description goes on without one. */
const DOCUMENT_TIMEOUT_MS = 5_000;

/** The login routes of a server, and the document that says so. */
export interface Discovery {
  /** URL of the document. */
  readonly source: string;
  /** Preferred first; paths are absolute on the server's origin. */
  readonly logins: readonly DescribedLogin[];
}

/**
 * Reads a server's own description for its login routes; undefined where it publishes none that shows any.
 *
 * Whatever origin a document names: a password is sent to the named server only.
 *
 * @throws {AuthctlError} `SERVER_UNREACHABLE` when there is nothing to connect to.
 */
export async function discoverLogins(
  http: Http,
  server: string,
  timeoutMs: number,
): Promise<Discovery | undefined> {
  const search = await searchOpenApi(http, server, Math.min(timeoutMs, DOCUMENT_TIMEOUT_MS));
  if (search.kind === 'failure') {
    if (search.reason === 'timeout' || search.reason === 'reset') return undefined;
    throw unreachable(search);
  }
  if (search.kind === 'none') return undefined;
  // A description that cannot be read is none: the login goes on by custom. Only here is the YAML library wanted.
  const { descriptionData } = await import('../description/data.js');
  const data = (descriptionData(search.document) ?? null) as JsonValue;
  const logins = loginsOf(data, search.document.location);
  return logins.length > 0 ? { source: search.document.location, logins } : undefined;
}

function loginsOf(document: JsonValue, url: string): readonly DescribedLogin[] {
  const base = basePathOf(document, url);
  return loginsIn(document).map((login) => ({
    ...login,
    path: `${base}${login.path}`,
    logout: login.logout && { ...login.logout, path: `${base}${login.logout.path}` },
  }));
}

/** The failure of a request that got no answer. */
export function unreachable({
  reason,
  message,
  hint,
}: Pick<HttpFailure, 'reason' | 'message' | 'hint'>): AuthctlError {
  if (reason === 'timeout') {
    return new AuthctlError('SERVER_UNREACHABLE', `no answer from ${message}`, {
      hint: 'give it more time with --timeout, or check its address',
    });
  }
  return new AuthctlError('SERVER_UNREACHABLE', `cannot reach ${message}`, {
    hint: hint ?? 'check the address of the server, and that it runs',
  });
}
