import { isLoopbackHost } from './cookie-rules.js';
import { sameOrigin } from './same-origin.js';
import type { Session } from './session.js';
import { claimsOf } from './stated.js';

/**
 * Where a session's credential may be sent: the server that it was granted at, and the APIs that it was granted for, which
 * are the resources that were asked for (RFC 8707) and the URLs in the token's own `aud` (RFC 9068 section 4).
 *
 * Nothing in here is a cookie's reach: that is its own domain.
 */
export function reachOf({ server, client, credential }: Session): readonly string[] {
  const aud = credential.kind === 'bearer' ? claimsOf(credential.accessToken).aud : undefined;
  const audience = [aud ?? []].flat().filter((entry) => typeof entry === 'string');
  return [server, ...(client?.resource ?? []), ...audience].filter((url) => /^https?:\/\//i.test(url));
}

/** The first of these base URLs that has scheme, host and port in common with an address. */
export const homeOf = (url: string, reach: readonly string[]): string | undefined =>
  reach.find((base) => sameOrigin(base, url));

/** Whether everybody on the way to an address could read what is sent there. */
export function isReadableOnTheWay(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isLoopbackHost(hostname);
}
