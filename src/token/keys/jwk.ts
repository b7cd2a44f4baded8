import { createSecretKey, type KeyObject } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { isJsonObject, type JsonObject, memberOf, parseJson } from '../json.js';

/** A key set with more is not searched for the right one. */
const MAX_KEYS = 1_000;

/** The JWKs of a text. */
export interface ParsedJwks {
  readonly jwks: readonly JsonObject[];
  /** False for a single JWK: then there is exactly one. */
  readonly isSet: boolean;
}

/**
 * Reads a JWK or a JWK set; members of a set that are no objects are left out.
 *
 * @throws {AuthctlError} `KEY_UNUSABLE` where the text is no JSON object, or holds more than 1,000 keys.
 * @see RFC 7517 sections 4 and 5
 */
export function parseJwks(text: string, name: string): ParsedJwks {
  const json = parseJson(text);
  if (!isJsonObject(json)) throw new AuthctlError('KEY_UNUSABLE', `${name} opens like JSON but is none`);
  const keys = memberOf(json, 'keys');
  if (!Array.isArray(keys)) return { jwks: [json], isSet: false };
  if (keys.length > MAX_KEYS) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds ${keys.length} keys, more than ${MAX_KEYS}`);
  }
  return { jwks: keys.filter((jwk) => isJsonObject(jwk)), isSet: true };
}

/** Which key it is, and what it is for, as the JWK says itself. */
export function namesOf(jwk: JsonObject): {
  readonly kid: string | undefined;
  readonly alg: string | undefined;
} {
  const [kid, alg] = [memberOf(jwk, 'kid'), memberOf(jwk, 'alg')];
  return { kid: typeof kid === 'string' ? kid : undefined, alg: typeof alg === 'string' ? alg : undefined };
}

/** Whether a JWK has members that must not be published. @see RFC 7518 section 6, RFC 9864 (AKP: `priv`) */
export const isPrivate = (jwk: JsonObject): boolean =>
  ['d', 'priv', 'k'].some((name) => memberOf(jwk, name) !== undefined);

/**
 * The shared secret in a JWK of type `oct`.
 *
 * @throws {AuthctlError} `KEY_UNUSABLE` where its `k` is missing or empty.
 */
export function secretOf(jwk: JsonObject, name: string): KeyObject {
  const secret = memberOf(jwk, 'k');
  if (typeof secret !== 'string' || secret === '') {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds a JWK without its secret \`k\``);
  }
  return createSecretKey(Buffer.from(secret, 'base64url'));
}
