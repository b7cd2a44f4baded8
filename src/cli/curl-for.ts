import { AuthctlError } from '../errors.js';
import { type CurlCommand, curlCommand } from '../report/curl-command.js';
import { visible } from '../report/visible.js';
import { changesSomething } from '../request/csrf.js';
import type { Context } from './context.js';
import { planRequest } from './plan-request.js';
import { bodyFrom } from './request-body.js';
import { USUAL_HEADERS } from './request-headers.js';
import type { RequestOptions } from './request-options.js';

/**
 * The command of curl that does what a request would. Nothing is sent, and standard input is not read.
 *
 * @throws {AuthctlError} what planning the request throws; `USAGE` for what curl cannot do.
 */
export async function curlFor(
  ctx: Context,
  words: readonly string[],
  options: RequestOptions,
): Promise<CurlCommand> {
  const { method, url, headers, caller, csrf } = await planRequest(ctx, words, options);
  const { data, follow, include = false, output } = options;
  const session = caller?.session;
  if (session?.credential.kind === 'bearer' && session.credential.dpopKey) {
    throw new AuthctlError('USAGE', `the token of session '${session.name}' is bound to a key (DPoP)`, {
      hint: 'curl cannot prove that it has the key: leave out --curl',
    });
  }
  const csrfTo = csrf && changesSomething(method) ? csrf.to : undefined;
  if (csrfTo?.kind === 'field') {
    throw new AuthctlError('USAGE', `the CSRF token goes into the field ${csrfTo.name} of the body`, {
      hint: 'name a header for it: --csrf FROM=header:NAME',
    });
  }
  const body = data === '-' ? { headers: withType(headers) } : await bodyFrom(ctx, data, headers);
  const { ca, clientCert, clientKey, insecure = false } = ctx.settings.transport;
  return curlCommand({
    method,
    url,
    headers: withoutOwnName(body.headers),
    data: data === undefined ? undefined : inOneLine(data, headers['content-type'] !== undefined),
    session,
    csrfHeader: csrfTo?.name,
    include,
    output,
    follow,
    ca,
    clientCert,
    clientKey,
    insecure,
  });
}

const withType = (headers: Readonly<Record<string, string>>) => ({
  'content-type': 'application/json',
  ...headers,
});

/**
 * A body for the command line, where nothing can stand that is not seen. In JSON such characters are white space outside
 * of texts, or have an escape inside of them.
 *
 * @throws {AuthctlError} `USAGE`
 */
function inOneLine(data: string, isOther: boolean): string {
  if (data.startsWith('@')) return data;
  const text = isOther ? data : data.replace(/[\t\r\n]+/g, ' ');
  if (!isOther || visible(text) === text) return text;
  throw new AuthctlError('USAGE', 'the body holds characters that a command line cannot show', {
    hint: 'put it into a file: -d @FILE',
  });
}

/** curl has a name of its own. */
const withoutOwnName = ({ 'user-agent': agent, ...headers }: Readonly<Record<string, string>>) => ({
  ...headers,
  ...(agent === undefined || agent === USUAL_HEADERS['user-agent'] ? {} : { 'user-agent': agent }),
});
