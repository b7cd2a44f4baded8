import { AuthctlError } from '../../errors.js';
import { type Http, type HttpFailureReason, type HttpResponse, headerOf } from '../../ports/http.js';
import { isJsonObject, type JsonObject, parseJson } from '../json.js';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;
const MAX_REDIRECTS = 3;

/** What an address answered: a JSON object, or why not. */
export type JsonAnswer =
  | { readonly kind: 'json'; readonly value: JsonObject; readonly text: string }
  | { readonly kind: 'absent'; readonly status: number };

/**
 * Whether keys may be fetched from an address: over TLS, or without it from this machine only.
 *
 * @see RFC 8414 section 6.1, RFC 8252 section 8.3 (loopback)
 */
export function isTrustworthy(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(url));
}

/** Whether an address is on this machine. */
export const isLoopback = (url: string): boolean =>
  /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

/**
 * Fetches a JSON object: 10 seconds and 1 MiB at most, redirects followed within one host only.
 *
 * @returns `absent` for 404 and other answers that say that nothing is there.
 * @throws {AuthctlError} `KEYS_UNAVAILABLE` for everything else that is not a JSON object.
 */
export async function fetchJson(http: Http, url: string): Promise<JsonAnswer> {
  const answer = await followed(http, url, MAX_REDIRECTS);
  if (answer.status === 404 || answer.status === 405 || answer.status === 410) {
    return { kind: 'absent', status: answer.status };
  }
  if (answer.status !== 200) throw unavailable(url, `it answered ${answer.status}`);
  if (answer.truncated) throw unavailable(url, `it answered more than ${MAX_BYTES} bytes`);
  const value = parseJson(answer.body);
  if (!isJsonObject(value)) {
    const type = headerOf(answer.headers, 'content-type') ?? 'no type';
    throw unavailable(url, `it answered ${type.split(';')[0]}, not a JSON object`);
  }
  return { kind: 'json', value, text: answer.body };
}

const HINTS: Readonly<Partial<Record<HttpFailureReason, string>>> = {
  timeout: 'give it more time with --timeout, or give the keys in a file with --jwks',
  tls: 'check its certificate, or give the keys in a file with --jwks',
};

async function followed(http: Http, url: string, redirectsLeft: number): Promise<HttpResponse> {
  const outcome = await http.send({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  if (outcome.kind === 'failure') {
    throw unavailable(
      url,
      outcome.message.replace(`${new URL(url).origin}: `, ''),
      outcome.hint ?? HINTS[outcome.reason] ?? 'check the address, and that the server runs',
    );
  }
  if (outcome.status < 300 || outcome.status > 399) return outcome;
  const target = redirectTarget(url, headerOf(outcome.headers, 'location'));
  if (redirectsLeft === 0) throw unavailable(url, 'it redirects in circles');
  return followed(http, target, redirectsLeft - 1);
}

function redirectTarget(url: string, location: string | undefined): string {
  if (location === undefined || !URL.canParse(location, url)) {
    throw unavailable(url, 'it redirects to nowhere');
  }
  const [from, to] = [new URL(url), new URL(location, url)];
  if (to.host !== from.host || !isTrustworthy(to.href)) {
    throw unavailable(
      url,
      `it redirects to ${to.origin}, and keys are taken from ${from.origin} only`,
      'if that is where the keys are, name that address with --jwks',
    );
  }
  return to.href;
}

/** The error for keys that could not be had. */
export function unavailable(url: string, reason: string, hint?: string): AuthctlError {
  return new AuthctlError('KEYS_UNAVAILABLE', `no keys from ${url}: ${reason}`, {
    hint: hint ?? 'check the address, or give the keys with --jwks, --key or --secret-file',
  });
}
