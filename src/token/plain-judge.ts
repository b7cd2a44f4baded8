import { decodeCanonical } from './canonical-base64url.js';
import { algorithmFailure, algorithmOf, keysFor, type UsedKey, usedKey } from './check-signatures.js';
import type { Criteria } from './criteria.js';
import type { FlatClaims } from './flat-claims.js';
import { type JsonObject, memberOf } from './json.js';
import { judgeClaims } from './judge.js';
import type { FoundKeys } from './keys/discover.js';
import { type VerificationKey, weaknessFor } from './keys/verification-key.js';
import type { SignaturePart } from './parsed-token.js';
import { MAX_PLAIN_LENGTH, type PlainHeader, type PlainParts, readPlainClaims } from './plain-jws.js';
import { isSignedBy } from './signature.js';

/** A key that tokens with a header may have been signed with. */
interface Signer {
  readonly key: VerificationKey;
  readonly used: UsedKey;
}

export interface ValidToken {
  /** That it was signed with. */
  readonly key: UsedKey;
  /** Printable ASCII, and nothing in it that looks like a token. */
  readonly claimsJson: string;
}

/**
 * Judges plain tokens in bulk, by the same rules as `judge`. What only their header decides is decided once for all that
 * share it.
 */
export class PlainJudge {
  readonly #criteria: Criteria;
  readonly #at: number;
  readonly #found: FoundKeys;
  readonly #asksForTimesOnly: boolean;
  readonly #claims = Buffer.allocUnsafeSlow(MAX_PLAIN_LENGTH);
  readonly #signature = Buffer.allocUnsafeSlow(MAX_PLAIN_LENGTH);
  readonly #signers = new WeakMap<PlainHeader, readonly Signer[]>();

  /** @param at - seconds since the epoch to judge at. */
  constructor(criteria: Criteria, at: number, found: FoundKeys) {
    this.#criteria = criteria;
    this.#asksForTimesOnly = asksForTimesOnly(criteria);
    this.#at = at;
    this.#found = found;
  }

  /**
   * @param text - what the token was read from, from `start` to before `end`.
   * @returns undefined where it is not valid, or that is not said so soon: ask `judge`.
   */
  judge(plain: PlainParts, text: Buffer, start: number, end: number): ValidToken | undefined {
    const { header, signatureStart } = plain;
    const signers = this.#signersFor(header);
    if (signers.length === 0) return undefined;
    const flat = readPlainClaims(text, plain, this.#claims, 0);
    if (flat === undefined) return undefined;
    const claimsJson = this.#claims.toString('latin1', 0, flat.end);
    const claims = this.#claimsToJudge(flat, claimsJson);
    if (judgeClaims(header.members, claims, this.#criteria, this.#at).length > 0) return undefined;
    const signed = text.subarray(start, signatureStart - 1);
    const length = decodeCanonical(text, signatureStart, end, this.#signature, 0);
    const signature = this.#signature.subarray(0, length);
    for (const { key, used } of signers) {
      if (isSignedBy(key, used.algorithm, signed, signature)) return { key: used, claimsJson };
    }
    return undefined;
  }

  /** What is not asked for need not be read. */
  #claimsToJudge(flat: FlatClaims, claimsJson: string): JsonObject {
    return this.#asksForTimesOnly ? flat.times : (JSON.parse(claimsJson) as JsonObject);
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

/** Nothing that claims say but their times, and what flat claims are at all: names, subject and id are texts. */
function asksForTimesOnly(criteria: Criteria): boolean {
  const { algorithms, allowWeakKeys, which, type, leeway, maxAge, roleClaim, ...others } = criteria;
  return Object.values(others).every((asked) => asked === undefined);
}

/** What stands beside the header in a plain token says nothing about which keys may have signed it. */
const partWith = (protectedHeader: JsonObject): SignaturePart => ({
  protectedText: '',
  protectedHeader,
  unprotectedHeader: {},
  signatureText: '-',
  signature: null,
});
