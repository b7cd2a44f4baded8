import type { X509Certificate } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import type { Http } from '../../ports/http.js';
import { type JsonObject, memberOf } from '../json.js';
import { fetchJson, isLoopback, isTrustworthy, unavailable } from './fetch-json.js';
import { readKeys } from './read-keys.js';
import type { VerificationKey } from './verification-key.js';

/** Keys and the place they came from. */
export interface FoundKeys {
  readonly keys: readonly VerificationKey[];
  /** A file or URL, for people. */
  readonly origin: string;
  /**
   * Where the key comes with the token instead: certificates of authorities that vouch for it (`x5c`), or `proof` for
   * the key in the header of a DPoP proof, which proves no more than that its sender has it.
   */
  readonly carried?: readonly X509Certificate[] | 'proof';
}

/**
 * Fetches a key set.
 *
 * @throws {AuthctlError} `KEYS_UNAVAILABLE`, also where the answer holds no key that verifies signatures.
 */
export async function fetchKeySet(http: Http, url: string): Promise<FoundKeys> {
  const answer = await fetchJson(http, url);
  if (answer.kind === 'absent') throw unavailable(url, `it answered ${answer.status}`);
  try {
    return { keys: readKeys(answer.text, 'its answer'), origin: url };
  } catch (error) {
    throw error instanceof AuthctlError ? unavailable(url, error.message) : error;
  }
}

/**
 * Finds an issuer's keys by its metadata: OpenID Connect Discovery first, then RFC 8414. The metadata must name
 * exactly the issuer that was asked for.
 *
 * @throws {AuthctlError} `KEYS_UNAVAILABLE`
 * @see OpenID Connect Discovery section 4, RFC 8414 section 3
 */
export async function discoverKeys(http: Http, issuer: string): Promise<FoundKeys> {
  return fetchKeySet(http, endpointIn(await discoverMetadata(http, issuer), 'jwks_uri'));
}

/**
 * An issuer's metadata, which name exactly this issuer.
 *
 * @throws {AuthctlError} `KEYS_UNAVAILABLE`
 */
export async function discoverMetadata(http: Http, issuer: string): Promise<FoundMetadata> {
  const found = await fetchMetadata(http, issuer);
  const named = memberOf(found.metadata, 'issuer');
  if (named !== issuer) throw wrongIssuer(found.url, issuer, named);
  return found;
}

/**
 * An address that metadata name, which is reached over https, or on this machine.
 *
 * @throws {AuthctlError} `KEYS_UNAVAILABLE`
 */
export function endpointIn({ url, metadata }: FoundMetadata, name: string): string {
  const endpoint = memberOf(metadata, name);
  if (typeof endpoint !== 'string') throw unavailable(url, `its metadata names no \`${name}\``);
  if (isTrustworthy(endpoint) && isAsPublicAs(url, endpoint)) return endpoint;
  throw unavailable(url, `its \`${name}\` is ${endpoint}; keys are fetched over https, or from this machine`);
}

/** A server elsewhere may not send authctl to this machine. */
const isAsPublicAs = (from: string, to: string): boolean => isLoopback(from) || !isLoopback(to);

/** What an issuer publishes of itself, and where. */
export interface FoundMetadata {
  readonly url: string;
  /** As it was answered: nothing in it is checked, its `issuer` neither. */
  readonly metadata: JsonObject;
}

/**
 * Fetches an issuer's metadata: OpenID Connect Discovery first, then RFC 8414.
 *
 * @throws {AuthctlError} `KEYS_UNAVAILABLE` where neither is there.
 */
export async function fetchMetadata(http: Http, issuer: string): Promise<FoundMetadata> {
  for (const url of metadataUrls(issuer)) {
    const answer = await fetchJson(http, url);
    if (answer.kind === 'json') return { url, metadata: answer.value };
  }
  throw unavailable(issuer, 'it publishes no metadata (OpenID Connect Discovery, RFC 8414)');
}

function wrongIssuer(url: string, issuer: string, named: unknown): Error {
  const hint =
    typeof named === 'string' && named.replace(/\/$/, '') === issuer.replace(/\/$/, '')
      ? `the two differ in the slash at the end: use --issuer ${named}`
      : `if that is the one you mean, use --issuer ${String(named)}`;
  return unavailable(
    url,
    `its metadata is for the issuer ${JSON.stringify(named ?? null)}, not ${issuer}`,
    hint,
  );
}

/** Where metadata may be: OpenID Connect appends to the path, RFC 8414 puts its part before it. */
export function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}
