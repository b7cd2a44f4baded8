import { decodeCanonical } from './canonical-base64url.js';
import { algorithmFailure, algorithmOf, keysFor, type UsedKey, usedKey } from './check-signatures.js';
import type { Criteria } from './criteria.js';
import { type JsonObject, memberOf } from './json.js';
import { judgeClaims } from './judge.js';
import type { FoundKeys } from './keys/discover.js';
import { type VerificationKey, weaknessFor } from './keys/verification-key.js';
import type { SignaturePart } from './parsed-token.js';
import { MAX_PLAIN_LENGTH, type PlainHeader, type PlainJws } from './plain-jws.js';
import { isSignedBy } from './signature.js';

/** A key that tokens with a header may have been signed with. */
interface Signer {
  readonly key: VerificationKey;
  readonly used: UsedKey;
}

/**
 * Judges plain tokens in bulk, by the same rules as `judge`. What only their header decides is decided once for all that
 * share it.
 */
export class PlainJudge {
  readonly #criteria: Criteria;
  readonly #at: number;
  readonly #found: FoundKeys;
  readonly #signature = Buffer.allocUnsafeSlow(MAX_PLAIN_LENGTH);
  readonly #signers = new WeakMap<PlainHeader, readonly Signer[]>();

  /** @param at - seconds since the epoch to judge at. */
  constructor(criteria: Criteria, at: number, found: FoundKeys) {
    this.#criteria = criteria;
    this.#at = at;
    this.#found = found;
  }

  /**
   * @param text - what the token was read from, from `start` to before `end`.
   * @returns the key that it was signed with where it is valid. Undefined where it is not, or that is not said so soon:
   *   ask `judge`.
   */
  signerOf(plain: PlainJws, text: Buffer, start: number, end: number): UsedKey | undefined {
    const { header, claimsJson, signatureStart } = plain;
    const signers = this.#signersFor(header);
    if (signers.length === 0) return undefined;
    const claims = JSON.parse(claimsJson) as JsonObject;
    if (judgeClaims(header.members, claims, this.#criteria, this.#at).length > 0) return undefined;
    const signed = text.subarray(start, signatureStart - 1);
    const signature = this.#signature.subarray(
      0,
      decodeCanonical(text, signatureStart, end, this.#signature),
    );
    for (const { key, used } of signers) {
      if (isSignedBy(key, used.algorithm, signed, signature)) return used;
    }
    return undefined;
  }

  #signersFor(header: PlainHeader): readonly Signer[] {
    const known = this.#signers.get(header);
    if (known) return known;
    const signers = this.#findSigners(header.members);
    this.#signers.set(header, signers);
    return signers;
  }

  /** None where the header has something against the token, or one of the keys. */
  #findSigners(members: JsonObject): readonly Signer[] {
    const part = partWith(members);
    const alg = algorithmOf(part);
    if (memberOf(members, 'crit') !== undefined || algorithmFailure(part, this.#criteria)) return [];
    const choice = keysFor(part, this.#found, this.#criteria, this.#at);
    if (choice.kind === 'none') return [];
    const isWeak = (key: VerificationKey) => weaknessFor(key, alg) !== undefined;
    if (!this.#criteria.allowWeakKeys && choice.keys.some(isWeak)) return [];
    return choice.keys.map((key) => ({ key, used: usedKey(key, alg, this.#found) }));
  }
}

/** What stands beside the header in a plain token says nothing about which keys may have signed it. */
const partWith = (protectedHeader: JsonObject): SignaturePart => ({
  protectedText: '',
  protectedHeader,
  unprotectedHeader: {},
  signatureText: '-',
  signature: null,
});
