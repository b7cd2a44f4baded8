import type { StoredCookie } from './session.js';

/**
 * The `Cookie` header for one request, or undefined where no cookie belongs to it.
 *
 * Longer paths come first, as servers that see one name twice expect; cookies of equal path keep their order.
 *
 * @param now - seconds since the epoch; a cookie whose `expiresAt` is `now` has expired.
 * @see RFC 6265 section 5.4
 */
export function cookieHeader(cookies: readonly StoredCookie[], url: string, now: number): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const target = new URL(url);
  const sent = cookies
    .filter(
      (cookie) => belongs(cookie, target) && !(cookie.expiresAt !== undefined && cookie.expiresAt <= now),
    )
    .toSorted((one, other) => other.path.length - one.path.length);
  return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join('; ');
}

function belongs(cookie: StoredCookie, target: URL): boolean {
  const host = withoutBrackets(target.hostname);
  const domain = withoutBrackets(cookie.domain.toLowerCase());
  return (
    (cookie.hostOnly ? host === domain : domainMatches(host, domain)) &&
    pathMatches(target.pathname, cookie.path) &&
    (!cookie.secure || target.protocol === 'https:' || isLoopbackHost(host))
  );
}

const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** Whether a host is the domain or lies below it; an address only matches itself (RFC 6265 section 5.1.3). */
function domainMatches(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && !isAddress(host));
}

/** An IPv4 address in four decimal parts. Node's own test is in a module that takes long to load. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

const isAddress = (host: string): boolean => host.includes(':') || IPV4.test(host);

/** Whether a cookie path covers a request path (RFC 6265 section 5.1.4). */
function pathMatches(path: string, cookiePath: string): boolean {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/');
}

/**
 * Whether a host name can only mean this machine, so that plain HTTP to it crosses no network.
 *
 * @param host - as in a URL, an IPv6 address with or without its brackets.
 * @see RFC 6761 section 6.3 (`localhost`), RFC 1122 section 3.2.1.3 (127/8), RFC 4291 section 2.5.3 (`::1`)
 */
export function isLoopbackHost(host: string): boolean {
  const bare = withoutBrackets(host.toLowerCase());
  if (bare === '::1' || bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return bare.startsWith('127.') && IPV4.test(bare);
}
