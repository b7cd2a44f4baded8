import { AuthctlError } from '../errors.js';
import { checkClaims, type Expectations } from './claim-checks.js';
import { checkCritical } from './critical.js';
import type { Failure } from './failure.js';
import { describeFlaw, flawTable } from './finding.js';
import { type JsonObject, type JsonValue, memberOf } from './json.js';
import { jwsOf } from './jws-of.js';
import { candidatesFor } from './keys/candidates.js';
import type { FoundKeys } from './keys/discover.js';
import { type VerificationKey, weaknessFor } from './keys/verification-key.js';
import { parseToken } from './parse.js';
import { headerOf, type JwsToken, type ParsedToken, type SignaturePart } from './parsed-token.js';
import { peel, type Which } from './peel.js';
import { checkProfile, type ProfileExpectations } from './profiles/profile.js';
import { isSignedBy } from './signature.js';

/** What a token is judged by. Plain data: it can be handed to another thread. */
export interface Criteria extends Expectations {
  /** The only algorithms to accept, among those that the key can have; default: all of these. */
  readonly algorithms?: readonly string[] | undefined;
  /** Accept RSA keys below 2048 bits and HMAC secrets shorter than their hash. */
  readonly allowWeakKeys?: boolean | undefined;
  /** The token to take from a token response. */
  readonly which?: Which | undefined;
  /** What kind of token it must be, and what that kind asks for besides. */
  readonly profile?: ProfileExpectations | undefined;
}

/** The key that a signature was made with. */
export interface UsedKey {
  /** A file or URL. */
  readonly origin: string;
  readonly kid: string | null;
  readonly algorithm: string;
  /** `RSA 2048` */
  readonly description: string;
}

/** Whether a token is to be believed, and every reason why not. */
export interface Verification {
  /** True where there is no failure; false also where that was settled without keys. */
  readonly valid: boolean;
  readonly failures: readonly Failure[];
  /** Null where no signature was found to be good. */
  readonly key: UsedKey | null;
  readonly header: JsonObject | null;
  readonly payload: JsonValue;
  /** Why the signature could not be checked, where other failures settled the answer all the same. */
  readonly unchecked: string | null;
  /** The instant it was judged at, in seconds since the epoch. */
  readonly at: number;
}

/** A token of which everything was judged that takes no key. */
export interface Examined {
  readonly token: JwsToken;
  readonly structure: readonly Failure[];
  /** Signatures that are worth checking: none where the token is malformed, or says that it is not signed. */
  readonly worthIt: readonly SignaturePart[];
  /** What is wrong with the other ones. */
  readonly useless: readonly Failure[];
  /** What its claims and the header of its first signature have against it. */
  readonly said: readonly Failure[];
}

/**
 * Judges a token by keys that are at hand; see `verify`, which gets them and says more.
 *
 * @param text - a token, or what it was copied with; see `peel`.
 * @param now - seconds since the epoch to judge at.
 */
export function judge(text: string, now: number, criteria: Criteria, found: FoundKeys): Verification {
  const examined = examine(text, now, criteria);
  return 'valid' in examined ? examined : conclude(examined, now, criteria, found);
}

/** Judges what takes no key. @returns a verification where that is no signed token at all. */
export function examine(text: string, now: number, criteria: Criteria): Examined | Verification {
  const token = parsedOrFailure(text, criteria.which);
  if ('code' in token) return refused(now, [token]);
  const structure = structureFailures(token);
  const headerFailures = token.signatures.map((part) => algorithmFailure(part, criteria));
  return {
    token,
    structure,
    worthIt: structure.length > 0 ? [] : token.signatures.filter((_, at) => headerFailures[at] === undefined),
    useless: structure.length > 0 ? [] : headerFailures.filter((failure) => failure !== undefined),
    said: whatItSays(token, token.signatures[0], criteria, now),
  };
}

/**
 * Judges the rest, by the same criteria at the same instant.
 *
 * @param found - the keys, or why there are none.
 */
export function conclude(
  examined: Examined,
  now: number,
  criteria: Criteria,
  found: FoundKeys | string,
): Verification {
  const { token, structure, useless, worthIt } = examined;
  const result =
    typeof found === 'string' || worthIt.length === 0
      ? { ...nothingChecked, failures: useless }
      : checkSignatures(examined, now, criteria, found);
  // What a header says counts only where it is signed: in the protected header of the signature that is good.
  const part = result.part ?? token.signatures[0];
  const said = part === token.signatures[0] ? examined.said : whatItSays(token, part, criteria, now);
  const failures = [...structure, ...result.failures, ...said];
  return {
    valid: failures.length === 0 && result.key !== null,
    failures,
    key: result.key,
    header: headerOf(part),
    payload: readable(token),
    unchecked: typeof found === 'string' && worthIt.length > 0 ? found : null,
    at: now,
  };
}

function whatItSays(
  token: JwsToken,
  part: SignaturePart,
  criteria: Criteria,
  now: number,
): readonly Failure[] {
  const claims = token.payload.kind === 'claims' ? token.payload.claims : null;
  const { protectedHeader } = part;
  const said = [...checkCritical(token), ...checkClaims(protectedHeader, claims, criteria, now)];
  if (criteria.profile === undefined) return said;
  return [
    ...said,
    ...checkProfile(criteria.profile, { header: protectedHeader, claims: claims ?? {} }, criteria, now),
  ];
}

function refused(at: number, failures: readonly Failure[]): Verification {
  return { valid: false, failures, key: null, header: null, payload: null, unchecked: null, at };
}

function readable({ payload }: JwsToken): JsonValue {
  if (payload.kind === 'claims') return payload.claims;
  if (payload.kind === 'json') return payload.value;
  return payload.kind === 'text' ? payload.text : null;
}

function parsedOrFailure(text: string, which: Which | undefined): JwsToken | Failure {
  try {
    const token = parseToken(peel(text, which));
    const jws = jwsOf(token);
    return jws && token.format !== 'sd-jwt' ? jws : malformed(UNSIGNED[token.format]);
  } catch (error) {
    if (error instanceof AuthctlError && error.code === 'NOT_A_TOKEN') return malformed(error.message);
    throw error;
  }
}

const UNSIGNED: Readonly<Record<ParsedToken['format'], string>> = {
  jws: '',
  unsecured: '',
  jwe: 'it is encrypted (JWE): only its recipient can read what is signed',
  'sd-jwt': 'it has selective disclosures (SD-JWT), which are not judged',
  opaque: 'it is opaque: only its issuer can say whether it is good, ask with --introspect',
};

const malformed = (message: string): Failure => ({ code: 'malformed', message });

function structureFailures({ flaws, payload, payloadText }: JwsToken): readonly Failure[] {
  const strict = flaws.filter(({ id }) => flawTable[id].strict).map((flaw) => malformed(describeFlaw(flaw)));
  if (payload.kind === 'detached') return [...strict, malformed('its payload is missing')];
  // Halves of characters become others when they are signed (RFC 7797 section 5.2 has UTF-8): two readings of one token.
  return /\p{Surrogate}/u.test(payloadText)
    ? [...strict, malformed('its payload is not valid Unicode')]
    : strict;
}

/** What came of the signatures. */
interface SignatureResult {
  readonly failures: readonly Failure[];
  readonly key: UsedKey | null;
  /** The signature that is good. */
  readonly part: SignaturePart | null;
}

const nothingChecked: SignatureResult = { failures: [], key: null, part: null };

function checkSignatures(
  { token, worthIt, useless }: Examined,
  now: number,
  criteria: Criteria,
  found: FoundKeys,
): SignatureResult {
  const failures: Failure[] = [];
  for (const part of worthIt) {
    const result = checkSignature(part, token.payloadText, found, criteria, now);
    if (result.key) return result;
    failures.push(...result.failures);
  }
  return { ...nothingChecked, failures: [...useless, ...failures] };
}

/** @see RFC 8725 sections 3.1, 3.2 */
function algorithmFailure(part: SignaturePart, { algorithms }: Criteria): Failure | undefined {
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

function algorithmOf(part: SignaturePart): string {
  const alg = memberOf(headerOf(part), 'alg');
  return typeof alg === 'string' ? alg : '';
}

function checkSignature(
  part: SignaturePart,
  payloadText: string,
  found: FoundKeys,
  { allowWeakKeys = false }: Criteria,
  at: number,
): SignatureResult {
  const alg = algorithmOf(part);
  const named = memberOf(headerOf(part), 'kid');
  const kid = typeof named === 'string' ? named : undefined;
  const { protectedHeader } = part;
  const choice = candidatesFor(found, { protectedHeader, alg, kid, at, allowWeakKeys });
  if (choice.kind === 'none') return { ...nothingChecked, failures: [choice.failure] };
  const signer = choice.keys.find((key) => isSignedBy(key, alg, part, payloadText));
  const judged = signer ?? choice.keys[0];
  const weak = allowWeakKeys ? [] : weaknessOf(judged, alg);
  if (!signer) {
    const message = `the signature was not made with ${choice.keys.length > 1 ? 'any of the keys' : 'the key'} from ${found.origin}`;
    return { ...nothingChecked, failures: [{ code: 'signature', message }, ...weak] };
  }
  const key = {
    origin: found.origin,
    kid: signer.kid ?? null,
    algorithm: alg,
    description: signer.description,
  };
  return { failures: weak, key, part };
}

function weaknessOf(key: VerificationKey | undefined, alg: string): readonly Failure[] {
  const message = key && weaknessFor(key, alg);
  return message === undefined ? [] : [{ code: 'key-weak', message }];
}
