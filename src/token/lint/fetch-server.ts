import type { Http } from '../../ports/http.js';
import { type JsonObject, memberOf } from '../json.js';
import { fetchMetadata } from '../keys/discover.js';
import { fetchJson, isTrustworthy, unavailable } from '../keys/fetch-json.js';
import { keysOfSet } from './key-set.js';
import type { ServerSubject } from './subject.js';

/**
 * Fetches what an issuer publishes, as it is: nothing in it is refused that a rule can judge. A key set that is not
 * reached over TLS is not fetched.
 *
 * @throws {AuthctlError} `KEYS_UNAVAILABLE` where there is no metadata, or the key set that it names cannot be had.
 */
export async function fetchServer(http: Http, issuer: string): Promise<ServerSubject> {
  const { metadata } = await fetchMetadata(http, issuer);
  const named = memberOf(metadata, 'jwks_uri');
  const keySetUrl = typeof named === 'string' ? named : null;
  const keys = keySetUrl !== null && isTrustworthy(keySetUrl) ? await keysAt(http, keySetUrl) : [];
  return { issuer, metadata, keySetUrl, keys };
}

/**
 * Fetches a key set alone, as it is.
 *
 * @throws {AuthctlError} `KEYS_UNAVAILABLE`
 */
export async function fetchKeysOnly(http: Http, url: string): Promise<ServerSubject> {
  return { issuer: null, metadata: null, keySetUrl: url, keys: await keysAt(http, url) };
}

async function keysAt(http: Http, url: string): Promise<readonly JsonObject[]> {
  const answer = await fetchJson(http, url);
  if (answer.kind === 'absent') throw unavailable(url, `it answered ${answer.status}`);
  const keys = keysOfSet(answer.value);
  if (keys === undefined) throw unavailable(url, 'its answer is no key set');
  return keys;
}
