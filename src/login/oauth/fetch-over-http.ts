import type { CustomFetch } from 'openid-client';
import { AuthctlError } from '../../errors.js';
import type { Http, HttpHeaders } from '../../ports/http.js';
import { isLoopbackHost } from '../../session/cookie-rules.js';
import { unreachable } from '../discover.js';

export interface FetchOptions {
  readonly timeoutMs: number;
  /** Allows plain HTTP to another machine. */
  readonly insecureHttp: boolean;
}

/**
 * `fetch` as OAuth libraries call it, over the one way to the network: proxies, certificates, the trace and the time-out
 * of every other request apply, and no redirect is followed.
 *
 * The returned function throws {AuthctlError} `SERVER_UNREACHABLE` where there is no answer, and `ANSWER_UNUSABLE` for an
 * endpoint on another machine without TLS, which gets nothing.
 */
export function fetchOverHttp(http: Http, { timeoutMs, insecureHttp }: FetchOptions): CustomFetch {
  return async (url, { method, headers, body }) => {
    refusePlainHttp(url, insecureHttp);
    // Who asks is authctl: the library's name is nobody's business.
    const { 'user-agent': _, ...own } = headers;
    const outcome = await http.send({
      method,
      url,
      headers: own,
      timeoutMs,
      ...(body === undefined || body === null ? {} : { body: String(body) }),
    });
    if (outcome.kind === 'failure') throw unreachable(outcome);
    const { status } = outcome;
    const withoutBody = status === 204 || status === 304;
    return new Response(withoutBody ? null : outcome.body, {
      status,
      headers: webHeaders(outcome.headers),
    });
  };
}

function refusePlainHttp(url: string, insecureHttp: boolean): void {
  const { protocol, hostname, origin } = new URL(url);
  if (protocol === 'https:' || insecureHttp || isLoopbackHost(hostname)) return;
  throw new AuthctlError(
    'ANSWER_UNUSABLE',
    `the server names an endpoint at ${origin}, which is plain HTTP`,
    {
      hint: 'have the server publish https endpoints, or use --insecure-http if the network is your own',
    },
  );
}

function webHeaders(headers: HttpHeaders): Headers {
  const result = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const each of [value ?? []].flat()) result.append(name, each);
  }
  return result;
}
