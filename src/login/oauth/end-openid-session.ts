import type { Browser } from '../../ports/browser.js';
import { type Http, type HttpResponse, headerOf } from '../../ports/http.js';
import { isReadableOnTheWay } from '../../session/reach.js';
import { sameOrigin } from '../../session/same-origin.js';
import type { FlowName, Session } from '../../session/session.js';

/** What became of the session that a person has at an OpenID provider, besides that of authctl. */
export type OpenIdEnd =
  | { readonly kind: 'ended' }
  /** The browser is at the provider, which asks there. */
  | { readonly kind: 'opened'; readonly url: string }
  /** The provider knows the person by her browser alone: it has to go to this address. */
  | { readonly kind: 'in-browser'; readonly url: string }
  | { readonly kind: 'failed'; readonly why: string };

export interface OpenIdEndPorts {
  readonly http: () => Promise<Http>;
  /** Undefined where none is to be opened. */
  readonly browser: (() => Promise<Browser>) | undefined;
}

const TIMEOUT_MS = 10_000;

/** Flows in which somebody logged in with a browser, which remembers that. */
const WITH_BROWSER: readonly FlowName[] = ['code', 'device'];

/**
 * Asks an OpenID provider to end the session that an ID token was issued in (RP-Initiated Logout 1.0 section 2).
 *
 * Providers that know the session by the ID token end it at once. Others know a browser by its cookies, and answer with a
 * page: then a browser is opened, or its address is told. The ID token goes into no address that others may see.
 *
 * @returns undefined where there is no such session.
 */
export async function endOpenIdSession(
  session: Session,
  ports: OpenIdEndPorts,
): Promise<OpenIdEnd | undefined> {
  const { client, credential, server, flow } = session;
  const endpoint = client?.endSessionEndpoint;
  if (endpoint === undefined || credential.kind !== 'bearer' || credential.idToken === undefined)
    return undefined;
  if (!URL.canParse(endpoint))
    return { kind: 'failed', why: 'the address that the server names for it is none' };
  if (isReadableOnTheWay(endpoint) && !sameOrigin(endpoint, server)) {
    return { kind: 'failed', why: `${new URL(endpoint).origin} is plain HTTP` };
  }
  const url = withParameters(endpoint, { client_id: client?.clientId ?? '' });
  const asked = withParameters(url, { id_token_hint: credential.idToken });
  const http = await ports.http();
  const outcome = await http.send({
    method: 'GET',
    url: asked,
    headers: { accept: 'text/html, */*;q=0.5' },
    timeoutMs: TIMEOUT_MS,
  });
  if (outcome.kind === 'failure') return { kind: 'failed', why: outcome.message };
  if (outcome.status >= 400) return { kind: 'failed', why: `it answered status ${outcome.status}` };
  if (!wantsBrowser(outcome)) return { kind: 'ended' };
  if (!WITH_BROWSER.includes(flow)) return undefined;
  const isOpen = ports.browser && (await (await ports.browser()).open(url));
  return { kind: isOpen ? 'opened' : 'in-browser', url };
}

function withParameters(url: string, parameters: Readonly<Record<string, string>>): string {
  const result = new URL(url);
  for (const [name, value] of Object.entries(parameters)) result.searchParams.set(name, value);
  return result.href;
}

/** A page with a form, or a way to one, is for somebody whom the provider knows by cookies. */
function wantsBrowser({ status, headers, body }: HttpResponse): boolean {
  if (status < 300) return /<form\b/i.test(body);
  return /\/(?:log-?in|sign-?in|authorize|confirm)\b/i.test(headerOf(headers, 'location') ?? '');
}
