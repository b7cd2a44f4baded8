import { AuthctlError } from '../errors.js';
import { algorithmFailure, checkSignatures, nothingChecked, type UsedKey } from './check-signatures.js';
import { checkClaims } from './claim-checks.js';
import type { Criteria } from './criteria.js';
import { checkCritical } from './critical.js';
import type { Failure } from './failure.js';
import { describeFlaw, flawTable } from './finding.js';
import type { JsonObject, JsonValue } from './json.js';
import { jwsOf } from './jws-of.js';
import type { FoundKeys } from './keys/discover.js';
import { parseToken } from './parse.js';
import { headerOf, type JwsToken, type ParsedToken, type SignaturePart } from './parsed-token.js';
import { peel, type Which } from './peel.js';
import { checkProfile } from './profiles/profile.js';

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
    typeof found === 'string'
      ? nothingChecked
      : checkSignatures(worthIt, token.payloadText, found, criteria, now);
  // What a header says counts only where it is signed: in the protected header of the signature that is good.
  const part = result.part ?? token.signatures[0];
  const said = part === token.signatures[0] ? examined.said : whatItSays(token, part, criteria, now);
  const failures = [...structure, ...(result.key ? [] : useless), ...result.failures, ...said];
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
  return [...checkCritical(token), ...judgeClaims(protectedHeader, claims, criteria, now)];
}

/**
 * What a header and claims have against a token, whatever its signature is.
 *
 * @param claims - null where the payload is no claims set.
 */
export function judgeClaims(
  header: JsonObject,
  claims: JsonObject | null,
  criteria: Criteria,
  now: number,
): readonly Failure[] {
  const failures = checkClaims(header, claims, criteria, now);
  if (criteria.profile === undefined) return failures;
  return [...failures, ...checkProfile(criteria.profile, { header, claims: claims ?? {} }, criteria, now)];
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
