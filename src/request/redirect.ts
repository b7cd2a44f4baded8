import { AuthctlError } from '../errors.js';
import { type HttpHead, headerOf } from '../ports/http.js';
import { sameOrigin } from '../session/same-origin.js';
import type { Call } from './call.js';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** What says nothing of the caller: all that goes along to another origin. */
const HARMLESS: readonly string[] = ['accept', 'accept-language', 'user-agent'];

/** The address that an answer redirects to; undefined where it does not. */
export function redirectTarget(from: string, { status, headers }: HttpHead): string | undefined {
  const location = REDIRECTS.includes(status) ? headerOf(headers, 'location') : undefined;
  if (location === undefined || !URL.canParse(location, from)) return undefined;
  const { href, protocol } = new URL(location, from);
  return /^https?:$/.test(protocol) ? href : undefined;
}

/**
 * The request that follows a redirect. The method changes as in a browser; to another origin go neither the body nor
 * headers that could tell something.
 *
 * @throws {AuthctlError} `ANSWER_UNUSABLE` where a body would have to go to another origin, and from https to http.
 * @see RFC 9110 section 15.4, Fetch (HTTP-redirect fetch)
 */
export function redirected(call: Call, status: number, target: string): Call {
  const toGet = status === 303 ? !/^(?:GET|HEAD)$/.test(call.method) : status < 303 && call.method === 'POST';
  const { body, bytes, ...rest } = call;
  const next: Call = toGet
    ? { ...rest, method: 'GET', headers: withoutContent(call.headers), url: target }
    : { ...call, url: target };
  if (sameOrigin(call.url, target)) return next;
  const { origin, protocol } = new URL(target);
  if (new URL(call.url).protocol === 'https:' && protocol === 'http:') {
    throw refused(`${call.url} redirects to plain HTTP: ${origin}`);
  }
  if (next.body !== undefined || next.bytes !== undefined) {
    throw refused(`${call.url} redirects what was sent to another server: ${origin}`);
  }
  const harmless = Object.entries(next.headers).filter(([name]) => HARMLESS.includes(name));
  return { ...next, headers: Object.fromEntries(harmless) };
}

const withoutContent = (headers: Call['headers']): Call['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('content-')));

const refused = (message: string): AuthctlError =>
  new AuthctlError('ANSWER_UNUSABLE', message, {
    hint: 'see the redirect itself with --no-follow -i, and name its address if you trust it',
  });
