import { AuthctlError } from '../errors.js';
import type { Http, HttpRequest } from '../ports/http.js';
import type { CsrfRule } from '../session/csrf-rule.js';
import type { ChosenRoute } from './choose-route.js';
import { CookieClient } from './cookie-client.js';
import { csrfToken } from './csrf.js';
import { withCsrfToken } from './csrf-request.js';
import type { LoginAnswer, Subject } from './flows/flow.js';
import { followRedirects, loginPage } from './login-page.js';
import type { LoginRequest } from './login-request.js';
import { routeUrl } from './server-address.js';

/**
 * Sends a login as a browser would where its flow wants that: the login page first, for its cookies and its CSRF token,
 * then the login, then where it redirects to.
 *
 * @throws {AuthctlError} `SERVER_UNREACHABLE`, `ANSWER_UNUSABLE` where the page holds no such token.
 */
export async function sendLogin(
  request: LoginRequest & Subject,
  { flow, route }: ChosenRoute,
  {
    http,
    now,
    keepSecret,
  }: { readonly http: Http; readonly now: () => number; keepSecret(value: string): void },
): Promise<LoginAnswer> {
  const client = new CookieClient(http, now);
  const planned = flow.plan(route, request);
  const { page, csrf, timeoutMs } = request;
  const prepared =
    page === undefined && csrf === undefined
      ? planned
      : await withCsrf(planned, client, {
          csrf,
          url: page === undefined ? route.url : routeUrl(new URL(request.server).origin, page),
          timeoutMs,
          keepSecret,
        });
  const outcome = await client.send({ ...prepared, timeoutMs });
  if (!flow.keepsCookies || outcome.kind === 'failure') return flow.judge(outcome, route, now());
  const landed = await followRedirects(client, { url: route.url, answer: outcome }, timeoutMs);
  return flow.judge(landed.answer, route, now(), {
    cookies: client.cookies(),
    redirected: landed.redirected,
  });
}

async function withCsrf(
  planned: HttpRequest,
  client: CookieClient,
  {
    csrf,
    url,
    timeoutMs,
    keepSecret,
  }: {
    readonly csrf: CsrfRule | undefined;
    readonly url: string;
    readonly timeoutMs: number;
    keepSecret(value: string): void;
  },
): Promise<HttpRequest> {
  const page = await loginPage(client, url, timeoutMs);
  if (csrf === undefined) return planned;
  const token = csrfToken(csrf, page.answer, client.cookies());
  if (token === undefined || token === '') {
    const { kind, name } = csrf.from;
    throw new AuthctlError('ANSWER_UNUSABLE', `${page.url} has no CSRF token in the ${kind} ${name}`, {
      hint: 'name the login page with --login-page, and see what it answers with --verbose',
    });
  }
  keepSecret(token);
  return withCsrfToken(planned, csrf, token);
}
