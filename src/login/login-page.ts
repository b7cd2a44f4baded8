import { AuthctlError } from '../errors.js';
import { type Http, type HttpResponse, headerOf } from '../ports/http.js';
import { sameOrigin } from '../session/same-origin.js';
import { unreachable } from './discover.js';

/** More than any login goes through. */
const MOST_REDIRECTS = 10;

/** A page, and the address it was found at in the end. */
export interface Landed {
  readonly url: string;
  readonly answer: HttpResponse;
  /** Whether it was found behind a redirect. */
  readonly redirected: boolean;
}

/**
 * Follows redirects from an answer on, as a browser does after a form: with GET, and within one origin. One that leads
 * elsewhere is where it ends.
 *
 * @throws {AuthctlError} `SERVER_UNREACHABLE`; `ANSWER_UNUSABLE` for a circle.
 * @see RFC 9110 section 15.4.4 (303)
 */
export async function followRedirects(
  http: Http,
  first: { readonly url: string; readonly answer: HttpResponse },
  timeoutMs: number,
): Promise<Landed> {
  let { url, answer } = first;
  for (let count = 0; count <= MOST_REDIRECTS; count++) {
    const target = targetOf(answer, url);
    if (target === undefined || !sameOrigin(target, url)) return { url, answer, redirected: count > 0 };
    url = target;
    answer = await page(http, url, timeoutMs);
  }
  throw new AuthctlError('ANSWER_UNUSABLE', `${first.url} redirects in circles`, {
    hint: 'name the address that takes the login itself, with the server argument and --path',
  });
}

/** A login page, behind as many redirects as there are. @throws {AuthctlError} like `followRedirects` */
export async function loginPage(http: Http, url: string, timeoutMs: number): Promise<Landed> {
  return followRedirects(http, { url, answer: await page(http, url, timeoutMs) }, timeoutMs);
}

async function page(http: Http, url: string, timeoutMs: number): Promise<HttpResponse> {
  const outcome = await http.send({ method: 'GET', url, headers: { accept: 'text/html, */*' }, timeoutMs });
  if (outcome.kind === 'failure') throw unreachable(outcome);
  return outcome;
}

function targetOf({ status, headers }: HttpResponse, url: string): string | undefined {
  const location = [301, 302, 303, 307, 308].includes(status) ? headerOf(headers, 'location') : undefined;
  return location !== undefined && URL.canParse(location, url) ? new URL(location, url).href : undefined;
}

/** Whether a page asks for a password: nobody is logged in yet. */
export const asksForPassword = ({ body }: HttpResponse): boolean =>
  /<input\b[^>]*\btype\s*=\s*["']?password\b/i.test(body);
