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
 * @throws {AuthctlError} `KEY_UNUSABLE` where the text is no JSON object, neither a JWK nor a set, or holds more than 1,000 keys.
 * @see RFC 7517 sections 4 and 5
 */
export function parseJwks(text: string, name: string): ParsedJwks {
  const json = parseJson(text);
  if (!isJsonObject(json)) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} opens like JSON but is none`, {
      hint: 'check that the file is whole: a JWK is one JSON object',
    });
  }
  const keys = memberOf(json, 'keys');
  if (!Array.isArray(keys)) {
    if (typeof memberOf(json, 'kty') === 'string') return { jwks: [json], isSet: false };
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds JSON that is neither a JWK nor a key set`, {
      hint: 'a JWK says its type in `kty`; `authctl keys generate` makes one',
    });
  }
  if (keys.length > MAX_KEYS) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds ${keys.length} keys, more than ${MAX_KEYS}`);
  }
  return { jwks: keys.filter((jwk) => isJsonObject(jwk)), isSet: true };
}

/** Whether a text is a key set, in which keys are told apart by their ids. */
export const isKeySet = (text: string): boolean => {
  const json = parseJson(text);
  return isJsonObject(json) && Array.isArray(memberOf(json, 'keys'));
};

/** Which key it is, and what it is for, as the JWK says itself. */
export function namesOf(jwk: JsonObject): {
  readonly kid: string | undefined;
  readonly alg: string | undefined;
} {
  const [kid, alg] = [memberOf(jwk, 'kid'), memberOf(jwk, 'alg')];
  return { kid: typeof kid === 'string' ? kid : undefined, alg: typeof alg === 'string' ? alg : undefined };
}

/** Members that only the owner of a key may have: private numbers, and the secret itself. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** Their names, in a fixed order. @see RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, RFC 9864 (AKP: `priv`) */
export const privateMembersOf = (jwk: JsonObject): readonly string[] =>
  PRIVATE.filter((name) => memberOf(jwk, name) !== undefined);

/** Whether a JWK has members that must not be published. */
export const isPrivate = (jwk: JsonObject): boolean => privateMembersOf(jwk).length > 0;

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

/** Members in the order of RFC 7518 section 6: what is public before what is not. Versions of Node.js differ in theirs. */
const MEMBERS = [
  'kty',
  'crv',
  'alg',
  'x',
  'y',
  'n',
  'e',
  'pub',
  'd',
  'p',
  'q',
  'dp',
  'dq',
  'qi',
  'priv',
  'k',
];

/**
 * The members of a JWK that make the key itself.
 *
 * @throws {AuthctlError} `KEY_UNUSABLE` for RSA keys whose type says that they are for PSS: a JWK cannot say that.
 * @see RFC 7518 section 6
 */
export function jwkOf(key: KeyObject): JsonObject {
  if (key.asymmetricKeyType === 'rsa-pss') {
    throw new AuthctlError('KEY_UNUSABLE', 'a key of the type RSA-PSS cannot be written as a JWK', {
      hint: 'take a plain RSA key: it can sign PS256 too',
    });
  }
  const members = Object.entries(key.export({ format: 'jwk' }) as JsonObject);
  return Object.fromEntries(
    members.toSorted(([one], [other]) => MEMBERS.indexOf(one) - MEMBERS.indexOf(other)),
  );
}
