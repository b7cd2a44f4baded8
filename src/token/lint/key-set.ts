import { isJsonObject, type JsonObject, type JsonValue, memberOf } from '../json.js';

/** The members of a JWK set's `keys` that are objects; undefined where it is no key set. @see RFC 7517 section 5 */
export function keysOfSet(keySet: JsonValue | undefined): readonly JsonObject[] | undefined {
  const keys = isJsonObject(keySet) ? memberOf(keySet, 'keys') : undefined;
  return Array.isArray(keys) ? keys.filter(isJsonObject) : undefined;
}
