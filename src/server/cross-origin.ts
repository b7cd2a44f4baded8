import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser sent a request for a page of another origin: it says so in `Origin` (Fetch standard, section 3.2),
 * which no page can change. Programs that are no browsers send no such field. Scheme and path are not compared, so a
 * TLS proxy before the server does no harm.
 */
export function isCrossOrigin({ origin, host = '' }: IncomingHttpHeaders): boolean {
  return origin !== undefined && origin.replace(/^https?:\/\//i, '').toLowerCase() !== host.toLowerCase();
}
