import { type JsonObject, memberOf } from '../json.js';

/** Members that only the owner of a key may have: private numbers, and the secret itself. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** Their names, in a fixed order. @see RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1 */
export const privateMembersOf = (jwk: JsonObject): readonly string[] =>
  PRIVATE.filter((name) => memberOf(jwk, name) !== undefined);
