import { AuthctlError } from '../errors.js';
import type { Http, HttpFailure } from '../ports/http.js';
import type { JsonValue } from '../token/json.js';
import { basePathOf, type DescribedLogin, loginsIn } from './description.js';

/** Where servers publish the description of their API, as JSON. */
const DOCUMENT_PLACES = [
  '/openapi.json',
  '/swagger.json',
  '/api-docs',
  '/v3/api-docs',
  '/api-docs.json',
  '/docs/json',
  '/swagger/v1/swagger.json',
  '/api/openapi.json',
];

/** A document may be much longer than a login's answer. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;
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
  const bases = [...new Set([server, new URL(server).origin])];
  for (const url of bases.flatMap((base) => DOCUMENT_PLACES.map((place) => `${base}${place}`))) {
    const answer = await http.send({
      method: 'GET',
      url,
      headers: { accept: 'application/json' },
      timeoutMs: Math.min(timeoutMs, DOCUMENT_TIMEOUT_MS),
      maxBytes: MAX_DOCUMENT_BYTES,
    });
    if (answer.kind === 'failure') {
      if (answer.reason === 'timeout' || answer.reason === 'reset') return undefined;
      throw unreachable(answer);
    }
    const logins = answer.status === 200 && !answer.truncated ? loginsOf(answer.body, url) : [];
    if (logins.length > 0) return { source: url, logins };
  }
  return undefined;
}

function loginsOf(body: string, url: string): readonly DescribedLogin[] {
  let document: JsonValue;
  try {
    document = JSON.parse(body) as JsonValue;
  } catch {
    return [];
  }
  const base = basePathOf(document, url);
  return loginsIn(document).map((login) => ({
    ...login,
    path: `${base}${login.path}`,
    logout: login.logout && { ...login.logout, path: `${base}${login.logout.path}` },
  }));
}

/** The failure of a request that got no answer. */
export function unreachable({ reason, message }: Pick<HttpFailure, 'reason' | 'message'>): AuthctlError {
  if (reason === 'timeout') {
    return new AuthctlError('SERVER_UNREACHABLE', `no answer from ${message}`, {
      hint: 'give it more time with --timeout, or check its address',
    });
  }
  return new AuthctlError('SERVER_UNREACHABLE', `cannot reach ${message}`, {
    hint: 'check the address of the server, and that it runs',
  });
}
