import { AuthctlError } from '../../errors.js';
import type { Failure } from '../failure.js';
import { isJsonObject, type JsonObject, memberOf } from '../json.js';
import { certifiedKey } from './certificate-chain.js';
import { type Choice, chooseKeys } from './choose.js';
import type { FoundKeys } from './discover.js';
import { readKeys } from './read-keys.js';

/** What decides which keys a signature may have been made with. */
export interface Signer {
  /** What is signed of the header: keys and certificates elsewhere in it are not looked at. */
  readonly protectedHeader: JsonObject;
  readonly alg: string;
  readonly kid: string | undefined;
  /** Seconds since the epoch at which certificates must be in force. */
  readonly at: number;
  readonly allowWeakKeys: boolean;
}

/** The keys that a signature may have been made with: of those that are believed, or vouched for by who is believed. */
export function candidatesFor({ keys, carried }: FoundKeys, signer: Signer): Choice {
  if (carried === undefined) return chooseKeys(keys, signer.alg, signer.kid);
  if (carried === 'proof') return proofKey(signer);
  const certified = certifiedKey(signer.protectedHeader, carried, signer.at, signer.allowWeakKeys);
  return certified.kind === 'key'
    ? chooseKeys([certified.key], signer.alg, undefined)
    : none({ code: 'key-not-found', message: certified.why });
}

const none = (failure: Failure): Choice => ({ kind: 'none', failure });

/** @see RFC 9449 section 4.2 ("jwk": a public key; it must not hold a private one, and no secret can stand there) */
function proofKey({ protectedHeader, alg }: Signer): Choice {
  const jwk = memberOf(protectedHeader, 'jwk');
  if (!isJsonObject(jwk)) return none({ code: 'key-not-found', message: 'no key comes with the proof' });
  if (memberOf(jwk, 'kty') === 'oct' || memberOf(jwk, 'keys') !== undefined) {
    return none({ code: 'key-not-found', message: 'the `jwk` in the header is no public key' });
  }
  try {
    return chooseKeys(readKeys(JSON.stringify(jwk), 'the header'), alg, undefined);
  } catch (error) {
    if (error instanceof AuthctlError) return none({ code: 'key-not-found', message: error.message });
    throw error;
  }
}
