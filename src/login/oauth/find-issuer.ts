import type { ServerMetadata } from 'openid-client';
import { AuthctlError } from '../../errors.js';
import { type Http, type HttpResponse, headerOf } from '../../ports/http.js';
import { isJsonObject, type JsonObject, memberOf, parseJson } from '../../token/json.js';
import { metadataUrls } from '../../token/keys/discover.js';
import { unreachable } from '../discover.js';

/** An authorization server, by its own metadata. */
export interface Issuer {
  /** URL of the metadata. */
  readonly source: string;
  readonly metadata: ServerMetadata;
  /** The API that named it and what it calls itself, where the user named an API (RFC 9728). */
  readonly api: { readonly source: string; readonly resource: string } | undefined;
}

/**
 * Finds the authorization server at an address: OpenID Connect Discovery, then RFC 8414; else the one that the API at
 * this address names (RFC 9728).
 *
 * The metadata must name exactly the issuer that was asked for, but for a slash at the end.
 *
 * @throws {AuthctlError} `SERVER_UNREACHABLE`; `ANSWER_UNUSABLE` where no authorization server is there, or another one.
 * @see OpenID Connect Discovery section 4.3, RFC 8414 sections 3.1 and 3.3, RFC 9728 sections 3.3 and 5.1
 */
export async function findIssuer(http: Http, server: string, timeoutMs: number): Promise<Issuer> {
  const found = await metadataAt(http, server, timeoutMs);
  if (found.kind === 'metadata') return { ...found.issuer, api: undefined };
  const api = await resourceAt(http, server, timeoutMs);
  if (api) {
    const named = await metadataAt(http, api.issuer, timeoutMs);
    if (named.kind === 'metadata') return { ...named.issuer, api };
    throw noServer(api.issuer, named.seen);
  }
  throw noServer(server, found.seen);
}

type Found =
  | { readonly kind: 'metadata'; readonly issuer: Omit<Issuer, 'api'> }
  /** What each address answered, for the message. */
  | { readonly kind: 'none'; readonly seen: readonly string[] };

async function metadataAt(http: Http, issuer: string, timeoutMs: number): Promise<Found> {
  const path = new URL(issuer).pathname.replace(/\/$/, '');
  // Some servers append the RFC's path as OpenID Connect does, instead of inserting it.
  const appended = path === '' ? [] : [`${issuer.replace(/\/$/, '')}/.well-known/oauth-authorization-server`];
  const seen: string[] = [];
  for (const url of [...metadataUrls(issuer), ...appended]) {
    const answer = await get(http, url, timeoutMs);
    const metadata = answer.status === 200 ? jsonIn(answer) : undefined;
    if (metadata && typeof memberOf(metadata, 'issuer') === 'string') {
      return { kind: 'metadata', issuer: { source: url, metadata: checked(metadata, url, issuer) } };
    }
    seen.push(`${new URL(url).pathname} answered ${described(answer)}`);
  }
  return { kind: 'none', seen };
}

/** @throws {AuthctlError} `ANSWER_UNUSABLE` for the metadata of another issuer. */
function checked(metadata: JsonObject, url: string, issuer: string): ServerMetadata {
  const named = String(metadata.issuer);
  if (named === issuer || named === `${issuer}/`) return metadata as unknown as ServerMetadata;
  throw new AuthctlError('ANSWER_UNUSABLE', `${url} is about the issuer ${named}, not about ${issuer}`, {
    hint: `if that is the one you mean, log in there: \`authctl login ${named}\``,
  });
}

/** The authorization server that an API names, where it names one. */
async function resourceAt(http: Http, server: string, timeoutMs: number) {
  const challenge = challengeIn(await get(http, server, timeoutMs));
  const { origin, pathname } = new URL(server);
  const usual = `${origin}/.well-known/oauth-protected-resource${pathname.replace(/\/$/, '')}`;
  const source = challenge && URL.canParse(challenge, server) ? new URL(challenge, server).href : usual;
  const answer = await get(http, source, timeoutMs);
  const metadata = answer.status === 200 ? jsonIn(answer) : undefined;
  const [issuer] =
    metadata && Array.isArray(metadata.authorization_servers) ? metadata.authorization_servers : [];
  if (!metadata || typeof issuer !== 'string' || !URL.canParse(issuer)) return undefined;
  const resource = String(metadata.resource ?? '');
  // Whoever names another resource could have a token made for that one, and sent here.
  if (withoutSlash(resource) !== server) {
    throw new AuthctlError(
      'ANSWER_UNUSABLE',
      `${source} is about the resource ${resource}, not about ${server}`,
      {
        hint: `if that is the API you mean, log in there: \`authctl login ${resource || 'URL'}\``,
      },
    );
  }
  return { source, resource, issuer };
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

function challengeIn({ headers }: HttpResponse): string | undefined {
  const challenges = [headers['www-authenticate'] ?? []].flat().join(', ');
  return /\bresource_metadata="([^"]*)"/i.exec(challenges)?.[1];
}

async function get(http: Http, url: string, timeoutMs: number): Promise<HttpResponse> {
  const outcome = await http.send({ method: 'GET', url, headers: { accept: 'application/json' }, timeoutMs });
  if (outcome.kind === 'failure') throw unreachable(outcome);
  return outcome;
}

function jsonIn({ body, truncated }: HttpResponse): JsonObject | undefined {
  const value = truncated ? undefined : parseJson(body);
  return isJsonObject(value) ? value : undefined;
}

function described({ status, headers }: HttpResponse): string {
  const location = headerOf(headers, 'location');
  if (location !== undefined) return `a redirect to ${location}`;
  if (status !== 200) return String(status);
  return /html/i.test(headerOf(headers, 'content-type') ?? '') ? 'an HTML page' : 'no metadata';
}

const noServer = (server: string, seen: readonly string[]): AuthctlError =>
  new AuthctlError('ANSWER_UNUSABLE', `${server} is no OAuth server: ${seen.join(', ')}`, {
    hint: 'name the issuer itself, below whose address /.well-known/openid-configuration lies',
  });
