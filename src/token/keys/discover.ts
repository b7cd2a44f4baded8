import { AuthctlError } from '../../errors.js';
import type { Http } from '../../ports/http.js';
import { type JsonObject, memberOf } from '../json.js';
import { fetchJson, isTrustworthy, unavailable } from './fetch-json.js';
import { readKeys } from './read-keys.js';
import type { VerificationKey } from './verification-key.js';

/** Keys and the place they came from. */
export interface FoundKeys {
  readonly keys: readonly VerificationKey[];
  /** A file or URL, for people. */
  readonly origin: string;
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
  const { url, metadata } = await fetchMetadata(http, issuer);
  const named = memberOf(metadata, 'issuer');
  if (named !== issuer) throw wrongIssuer(url, issuer, named);
  const keySet = memberOf(metadata, 'jwks_uri');
  if (typeof keySet !== 'string') throw unavailable(url, 'its metadata names no `jwks_uri`');
  if (!isTrustworthy(keySet)) {
    throw unavailable(
      url,
      `its \`jwks_uri\` is ${keySet}; keys are fetched over https, or from this machine`,
    );
  }
  return fetchKeySet(http, keySet);
}

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
