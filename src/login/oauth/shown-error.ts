import { AuthctlError } from '../../errors.js';
import { isJsonObject, parseJson } from '../../token/json.js';
import type { Exchange } from './exchange.js';
import { redirectHint } from './oauth-failure.js';

/** More of a page would not help anybody. */
const LONGEST = 100;

/**
 * Looks at the address that a browser is sent to, beside the browser: a server that does not know the client or its
 * redirect URI says so there, and must not send the browser back (RFC 6749 section 4.1.2.1), so that nothing would ever
 * come. Resolves where there is a login page, or where that cannot be told.
 *
 * A pushed request was checked when it was pushed, and may be used once (RFC 9126 section 2.2): it is left alone.
 *
 * @throws {AuthctlError} `LOGIN_REFUSED` with what the page says.
 */
export async function refuseShownError(
  { ports, request, clientId, config }: Exchange,
  { url, redirectUri }: { readonly url: string; readonly redirectUri: string },
  signal: AbortSignal,
): Promise<void> {
  if (new URL(url).searchParams.has('request_uri')) return;
  const headers = { accept: 'text/html, application/json;q=0.9' };
  const answer = await ports.http.send({ method: 'GET', url, headers, timeoutMs: request.timeoutMs, signal });
  // Other statuses are also answered to programs that are no browser.
  if (answer.kind === 'failure' || answer.status !== 400) return;
  throw new AuthctlError(
    'LOGIN_REFUSED',
    `${config.serverMetadata().issuer} shows an error instead of a login page: ${saidBy(answer.body)}`,
    { hint: `check the client id '${clientId}', and ${redirectHint({ redirectUri })}` },
  );
}

/** An OAuth error, else the words of a page. */
function saidBy(body: string): string {
  const value = parseJson(body);
  const { error, error_description: description } = isJsonObject(value) ? value : {};
  if (typeof error === 'string')
    return `${error}${typeof description === 'string' ? ` (${description})` : ''}`;
  const words = body
    .replace(/<(head|style|script)\b[\s\S]*?<\/\1\s*>|<[^>]*>/gi, ' ')
    .replace(/&#0*39;|&#x27;|&apos;/gi, "'")
    .replace(/\s+/g, ' ')
    .trim();
  if (words === '') return 'status 400';
  const telling = words.slice(Math.max(0, words.search(OAUTH_ERROR)));
  return telling.length > LONGEST ? `${telling.slice(0, LONGEST)}...` : telling;
}

/** What a page says before it is for everybody. */
const OAUTH_ERROR = /\b(?:invalid|unauthorized|unsupported)_\w+/;
