import { credentialHeaders } from '../session/authorize.js';
import { sameOrigin } from '../session/same-origin.js';
import type { ProbeCredential } from './model.js';

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
  return credentialHeaders({ credential, server: api }, target.url, now, { method: target.method });
}

/** What `{{cookie:NAME}}` stands for in a request of this subject. */
export function attachedValues(credential: ProbeCredential | undefined): Readonly<Record<string, string>> {
  switch (credential?.kind) {
    case 'composed':
      return credential.values;
    case 'cookie':
      return Object.fromEntries(credential.cookies.map(({ name, value }) => [`cookie:${name}`, value]));
    default:
      return {};
  }
}
