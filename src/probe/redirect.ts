/** A `Location` as an absolute URL; null where there is none or it is no URL. */
export function absoluteLocation(from: string, location: string | undefined): string | null {
  if (location === undefined) return null;
  try {
    return new URL(location, from).href;
  } catch {
    return null;
  }
}

/** How a redirect that names the same resource differs from the request. */
export type TrivialRedirect = 'same-origin' | 'scheme-only';

const FOLLOWABLE: readonly number[] = [301, 307, 308];

/**
 * Whether a redirect only changes a trailing slash, the case or the scheme, on the same host.
 *
 * `same-origin` may be followed with credentials. `scheme-only` leads to another origin (RFC 6454), to which no
 * credential goes.
 */
export function trivialRedirect(status: number, from: string, to: string | null): TrivialRedirect | null {
  if (to === null || !FOLLOWABLE.includes(status)) return null;
  const [source, target] = [new URL(from), new URL(to)];
  if (source.hostname !== target.hostname || source.search !== target.search) return null;
  if (withoutSlashAndCase(source) !== withoutSlashAndCase(target)) return null;
  if (source.origin === target.origin) return source.pathname === target.pathname ? null : 'same-origin';
  return source.protocol === target.protocol ? null : 'scheme-only';
}

const withoutSlashAndCase = (url: URL): string => url.pathname.toLowerCase().replace(/\/+$/, '');

const DENYING_SEGMENT =
  /^(?:log-?_?in|log-?_?on|sign-?_?in|sso|auth|authorize|authenticate|login\.\w+|signin\.\w+|forbidden|(?:access-?_?)?denied|un-?authori[sz]ed|40[13])$/i;

/** Whether a redirect leads to a login page, a page that says no, or the authorization endpoint of an issuer. */
export function leadsToLogin(to: string, issuers: readonly string[], api: string): boolean {
  const target = new URL(to);
  const foreign = target.origin !== new URL(api).origin;
  if (foreign && issuers.includes(target.origin)) return true;
  if (target.searchParams.has('response_type') && target.searchParams.has('client_id')) return true;
  const segments = target.pathname.split('/').filter(Boolean);
  return segments.slice(-2).some((segment) => DENYING_SEGMENT.test(segment));
}

/** The place that a redirect leads to, apart from what changes with every request: query and fragment. */
export function placeOf(location: string): string {
  const { origin, pathname } = new URL(location);
  return `${origin}${pathname}`;
}
