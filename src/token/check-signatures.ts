import type { Criteria } from './criteria.js';
import type { Failure } from './failure.js';
import { memberOf } from './json.js';
import { candidatesFor } from './keys/candidates.js';
import type { Choice } from './keys/choose.js';
import type { FoundKeys } from './keys/discover.js';
import { type VerificationKey, weaknessFor } from './keys/verification-key.js';
import { headerOf, type SignaturePart } from './parsed-token.js';
import { isSignedBy } from './signature.js';

/** The key that a signature was made with. */
export interface UsedKey {
  /** A file or URL. */
  readonly origin: string;
  readonly kid: string | null;
  readonly algorithm: string;
  /** `RSA 2048` */
  readonly description: string;
}

/**
 * Why no key needs to be asked about a signature; undefined where one does.
 *
 * @see RFC 8725 sections 3.1, 3.2
 */
export function algorithmFailure(part: SignaturePart, { algorithms }: Criteria): Failure | undefined {
  const alg = algorithmOf(part);
  if (alg === '') return { code: 'algorithm', message: 'the header names no algorithm' };
  if (alg.trim().toLowerCase() === 'none') {
    return { code: 'algorithm', message: `it is not signed: its algorithm is ${JSON.stringify(alg)}` };
  }
  if (algorithms && !algorithms.includes(alg)) {
    return { code: 'algorithm', message: `the header says ${alg}, and only ${algorithms.join(', ')} may be` };
  }
  return part.signatureText === '' ? { code: 'signature', message: 'the signature is empty' } : undefined;
}

export function algorithmOf(part: SignaturePart): string {
  const alg = memberOf(headerOf(part), 'alg');
  return typeof alg === 'string' ? alg : '';
}

/** What came of the signatures. */
export interface SignatureResult {
  readonly failures: readonly Failure[];
  readonly key: UsedKey | null;
  /** The signature that is good. */
  readonly part: SignaturePart | null;
}

export const nothingChecked: SignatureResult = { failures: [], key: null, part: null };

/**
 * Checks signatures until one is good.
 *
 * @param at - seconds since the epoch at which certificates must be in force.
 */
export function checkSignatures(
  parts: readonly SignaturePart[],
  payloadText: string,
  found: FoundKeys,
  criteria: Criteria,
  at: number,
): SignatureResult {
  const failures: Failure[] = [];
  for (const part of parts) {
    const result = checkSignature(part, payloadText, found, criteria, at);
    if (result.key) return result;
    failures.push(...result.failures);
  }
  return { ...nothingChecked, failures };
}

function checkSignature(
  part: SignaturePart,
  payloadText: string,
  found: FoundKeys,
  criteria: Criteria,
  at: number,
): SignatureResult {
  const alg = algorithmOf(part);
  const choice = keysFor(part, found, criteria, at);
  if (choice.kind === 'none') return { ...nothingChecked, failures: [choice.failure] };
  const { signature } = part;
  const signed = Buffer.from(`${part.protectedText}.${payloadText}`);
  const signer = choice.keys.find((key) => signature !== null && isSignedBy(key, alg, signed, signature));
  const weak = criteria.allowWeakKeys ? [] : weaknessOf(signer ?? choice.keys[0], alg);
  if (!signer) {
    const message = `the signature was not made with ${choice.keys.length > 1 ? 'any of the keys' : 'the key'} from ${found.origin}`;
    return { ...nothingChecked, failures: [{ code: 'signature', message }, ...weak] };
  }
  return { failures: weak, key: usedKey(signer, alg, found), part };
}

/** The keys that a signature may have been made with. */
export function keysFor(
  part: SignaturePart,
  found: FoundKeys,
  { allowWeakKeys = false }: Criteria,
  at: number,
): Choice {
  const named = memberOf(headerOf(part), 'kid');
  const kid = typeof named === 'string' ? named : undefined;
  const { protectedHeader } = part;
  return candidatesFor(found, { protectedHeader, alg: algorithmOf(part), kid, at, allowWeakKeys });
}

export const usedKey = (
  { kid, description }: VerificationKey,
  alg: string,
  { origin }: FoundKeys,
): UsedKey => ({
  origin,
  kid: kid ?? null,
  algorithm: alg,
  description,
});

function weaknessOf(key: VerificationKey | undefined, alg: string): readonly Failure[] {
  const message = key && weaknessFor(key, alg);
  return message === undefined ? [] : [{ code: 'key-weak', message }];
}
