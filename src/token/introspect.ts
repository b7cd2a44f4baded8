import { AuthctlError } from '../errors.js';
import { type Http, type HttpResponse, headerOf } from '../ports/http.js';
import { isJsonObject, type JsonObject, memberOf, parseJson } from './json.js';
import { discoverMetadata, endpointIn } from './keys/discover.js';

/** Who asks. Without a secret the client is named and not authenticated; without a name nobody says who asks. */
export interface IntrospectionClient {
  readonly id?: string | undefined;
  readonly secret?: string | undefined;
}

/** What an issuer says of a token. */
export interface Introspection {
  readonly active: boolean;
  /** Where it was asked. */
  readonly endpoint: string;
  /** Everything that it answered. */
  readonly claims: JsonObject;
}

export interface IntrospectionOptions {
  readonly issuer: string;
  readonly client: IntrospectionClient;
  readonly timeoutMs?: number | undefined;
}

const MAX_BYTES = 1024 * 1024;
const TIMEOUT_MS = 10_000;

/**
 * Asks an issuer whether a token is active.
 *
 * @param web - for the issuer's metadata, which may come from a cache.
 * @param http - for the question, which never does; its redirects are not followed.
 * @throws {AuthctlError} `KEYS_UNAVAILABLE` where the metadata cannot be had or name no endpoint; `SERVER_UNREACHABLE`,
 * `ANSWER_UNUSABLE`.
 * @see RFC 7662 section 2, RFC 8414 section 2 (`introspection_endpoint`)
 */
export async function introspect(
  token: string,
  { web, http }: { readonly web: Http; readonly http: Http },
  { issuer, client, timeoutMs = TIMEOUT_MS }: IntrospectionOptions,
): Promise<Introspection> {
  const found = await discoverMetadata(web, issuer);
  const endpoint = endpointIn(found, 'introspection_endpoint');
  const methods = memberOf(found.metadata, 'introspection_endpoint_auth_methods_supported');
  const { headers, parameters } = authentication(client, Array.isArray(methods) ? methods : []);
  const outcome = await http.send({
    method: 'POST',
    url: endpoint,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ token, ...parameters }).toString(),
    timeoutMs,
    maxBytes: MAX_BYTES,
  });
  if (outcome.kind === 'failure') {
    throw new AuthctlError('SERVER_UNREACHABLE', `cannot ask ${endpoint}: ${outcome.message}`, {
      hint: 'check that the server runs, or give it more time with --timeout',
    });
  }
  return { endpoint, ...answerIn(outcome, endpoint, client) };
}

interface Authentication {
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** @see RFC 6749 section 2.3.1 (both are form-encoded before they become a Basic credential) */
function authentication({ id, secret }: IntrospectionClient, methods: readonly unknown[]): Authentication {
  if (id === undefined) return { headers: {}, parameters: {} };
  if (secret === undefined) return { headers: {}, parameters: { client_id: id } };
  const wantsBody = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
  if (wantsBody) return { headers: {}, parameters: { client_id: id, client_secret: secret } };
  const credential = Buffer.from(`${formEncoded(id)}:${formEncoded(secret)}`).toString('base64');
  return { headers: { authorization: `Basic ${credential}` }, parameters: {} };
}

const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

function answerIn(
  answer: HttpResponse,
  endpoint: string,
  client: IntrospectionClient,
): Pick<Introspection, 'active' | 'claims'> {
  if (answer.status === 401 || answer.status === 403) {
    throw unusable(endpoint, `it refused the client (${answer.status})`, NAME_A_CLIENT);
  }
  // Servers take a question from nobody for a mistake of its form (RFC 6749 section 5.2, `invalid_request`).
  if (answer.status === 400 && client.id === undefined) {
    throw unusable(endpoint, 'it answered 400, and was not told which client asks', NAME_A_CLIENT);
  }
  if (answer.status !== 200) throw unusable(endpoint, `it answered ${answer.status}`);
  const claims = answer.truncated ? undefined : parseJson(answer.body);
  const active = isJsonObject(claims) ? memberOf(claims, 'active') : undefined;
  if (!isJsonObject(claims) || typeof active !== 'boolean') {
    const type = headerOf(answer.headers, 'content-type')?.split(';')[0] ?? 'no type';
    throw unusable(endpoint, `its answer (${type}) does not say whether the token is active`);
  }
  return { active, claims };
}

const NAME_A_CLIENT =
  'name a client that may ask with --client-id and --client-secret-stdin, or AUTHCTL_CLIENT_SECRET';

const unusable = (endpoint: string, reason: string, hint?: string): AuthctlError =>
  new AuthctlError('ANSWER_UNUSABLE', `nothing was learned from ${endpoint}: ${reason}`, {
    hint: hint ?? 'check that this is the issuer of the token, and that it supports RFC 7662',
  });
