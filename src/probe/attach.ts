import { credentialHeaders } from '../session/authorize.js';
import { sameOrigin } from '../session/same-origin.js';
import type { GuardedCookies, ProbeCredential } from './model.js';

/**
 * The headers that make a request a subject's own; empty where the credential does not belong to that URL.
 *
 * @param api - base URL of the API under test: a token and composed headers go to its origin only.
 * @param now - seconds since the epoch.
 */
export function attachedHeaders(
  credential: ProbeCredential | undefined,
  api: string,
  target: { readonly method: string; readonly url: string },
  now: number,
): Readonly<Record<string, string>> {
  if (credential === undefined) return {};
  if (credential.kind === 'composed') return sameOrigin(api, target.url) ? credential.headers : {};
  const headers = credentialHeaders({ credential, server: api }, target.url, now, { method: target.method });
  const { token, header } = csrfOf(credential) ?? {};
  const isWanted = headers.cookie !== undefined && !SAFE.includes(target.method);
  return isWanted && token !== undefined && header !== undefined ? { ...headers, [header]: token } : headers;
}

/** The URL of a request with the query parameters that make it a subject's own; as it is where the credential has none for it. */
export function attachedUrl(credential: ProbeCredential | undefined, api: string, url: string): string {
  if (credential?.kind !== 'composed' || !credential.query || !sameOrigin(api, url)) return url;
  const query = new URLSearchParams(credential.query).toString();
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

/** Methods that change nothing (RFC 9110 section 9.2.1): no server wants a CSRF token with them. */
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY'];

export const csrfOf = (credential: ProbeCredential): GuardedCookies['csrf'] | undefined =>
  credential.kind === 'cookie' && 'csrf' in credential ? credential.csrf : undefined;

/** What `{{cookie:NAME}}` and `{{csrf}}` stand for in a request of this subject. */
export function attachedValues(credential: ProbeCredential | undefined): Readonly<Record<string, string>> {
  switch (credential?.kind) {
    case 'composed':
      return credential.values;
    case 'cookie':
      return {
        ...Object.fromEntries(credential.cookies.map(({ name, value }) => [`cookie:${name}`, value])),
        ...('csrf' in credential ? { csrf: credential.csrf.token } : {}),
      };
    default:
      return {};
  }
}
