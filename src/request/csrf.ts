import { AuthctlError } from '../errors.js';
import type { CookieClient } from '../login/cookie-client.js';
import { csrfToken } from '../login/csrf.js';
import { withCsrfToken } from '../login/csrf-request.js';
import { loginPage } from '../login/login-page.js';
import { routeUrl } from '../login/server-address.js';
import type { HttpResponse } from '../ports/http.js';
import type { CsrfRule } from '../session/csrf-rule.js';
import type { Call } from './call.js';

/** Methods that change nothing (RFC 9110 section 9.2.1): servers want no CSRF token with them. */
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY'];

export const changesSomething = (method: string): boolean => !SAFE.includes(method);

/** Where a CSRF token is looked for; the page is a path on the server. */
export type CsrfPlace = CsrfRule & { readonly page?: string };

const NO_PAGE: HttpResponse = {
  kind: 'response',
  status: 200,
  headers: {},
  body: '',
  truncated: false,
  durationMs: 0,
};

/**
 * The call with the CSRF token of a cookie session: from its cookies, else from the page that hands it out.
 *
 * @param client - holds the session's cookies.
 * @param keepSecret - is told the token.
 * @throws {AuthctlError} `ANSWER_UNUSABLE` where the page has none; `USAGE` for a body that cannot hold it.
 */
export async function withCsrf(
  call: Call,
  place: CsrfPlace,
  client: CookieClient,
  { timeoutMs, keepSecret }: { readonly timeoutMs: number; keepSecret(token: string): void },
): Promise<Call> {
  if (!changesSomething(call.method)) return call;
  if (place.to.kind === 'field' && call.bytes !== undefined) {
    throw new AuthctlError(
      'USAGE',
      `the CSRF token goes into the field ${place.to.name}, and the body has none`,
      {
        hint: 'send JSON or a form, or have the token sent as --csrf FROM=header:NAME',
      },
    );
  }
  const token = await sessionCsrfToken(new URL(call.url).origin, place, client, timeoutMs);
  keepSecret(token);
  return { ...call, ...withCsrfToken(call, place, token), headers: headersWith(call, place, token) };
}

const headersWith = ({ headers }: Call, { to }: CsrfPlace, token: string): Call['headers'] =>
  to.kind === 'header' ? { ...headers, [to.name.toLowerCase()]: token } : headers;

/**
 * The CSRF token of a cookie session: from its cookies, else from the page that hands it out.
 *
 * @param server - its origin, or its base URL.
 * @throws {AuthctlError} `ANSWER_UNUSABLE` where the page has none.
 */
export async function sessionCsrfToken(
  server: string,
  place: CsrfPlace,
  client: CookieClient,
  timeoutMs: number,
): Promise<string> {
  const known = place.from.kind === 'cookie' ? csrfToken(place, NO_PAGE, client.cookies()) : undefined;
  if (known) return known;
  const page = await loginPage(client, routeUrl(server, place.page ?? '/'), timeoutMs);
  const token = csrfToken(place, page.answer, client.cookies());
  if (token) return token;
  const { kind, name } = place.from;
  throw new AuthctlError('ANSWER_UNUSABLE', `${page.url} has no CSRF token in the ${kind} ${name}`, {
    hint: 'name the page that has it with --csrf-page PATH',
  });
}
