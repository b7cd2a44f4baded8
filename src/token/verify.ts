import { AuthctlError } from '../errors.js';
import { checkClaims, type Expectations } from './claim-checks.js';
import { checkCritical } from './critical.js';
import type { Failure } from './failure.js';
import { describeFlaw, flawTable } from './finding.js';
import { type JsonObject, type JsonValue, memberOf } from './json.js';
import { jwsOf } from './jws-of.js';
import { chooseKeys } from './keys/choose.js';
import type { FoundKeys } from './keys/discover.js';
import { type VerificationKey, weaknessFor } from './keys/verification-key.js';
import { parseToken } from './parse.js';
import { headerOf, type JwsToken, type ParsedToken, type SignaturePart } from './parsed-token.js';
import { peel, type Which } from './peel.js';
import { isSignedBy } from './signature.js';

/** Gets the keys; called only where the token has a signature that is worth checking. */
export type KeySupplier = () => Promise<FoundKeys>;

export interface VerifyOptions extends Expectations {
  readonly keys: KeySupplier;
  /** The only algorithms to accept, among those that the key can have; default: all of these. */
  readonly algorithms?: readonly string[] | undefined;
  /** Accept RSA keys below 2048 bits and HMAC secrets shorter than their hash. */
  readonly allowWeakKeys?: boolean | undefined;
  /** The token to take from a token response. */
  readonly which?: Which | undefined;
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

/**
 * Judges a token: its structure, its signature, and what it claims, and lists every failure.
 *
 * The algorithm is pinned by the key and by `algorithms`, never by the header; keys come from `keys` alone: those that
 * a token carries or points to (`jwk`, `jku`, `x5u`, `x5c`) are never used. It does not ask whether the token was
 * revoked, and does not decrypt.
 *
 * @param text - a token, or what it was copied with; see `peel`. One that is none is a failure, `malformed`.
 * @param now - seconds since the epoch to judge at.
 * @throws {AuthctlError} what `keys` throws, unless `KEYS_UNAVAILABLE` and the token is refused for another reason.
 * @see RFC 7515 section 5.2, RFC 7519 section 7.2, RFC 8725
 */
export async function verify(text: string, now: number, options: VerifyOptions): Promise<Verification> {
  const parsed = parsedOrFailure(text, options.which);
  if ('code' in parsed) return refused(now, [parsed]);
  const structure = structureFailures(parsed);
  const { payload } = parsed;
  const claims = payload.kind === 'claims' ? payload.claims : null;
  const [first] = parsed.signatures;
  // What a header says counts only where it is signed: in the protected header of the signature that is good.
  const othersBy = ({ protectedHeader }: SignaturePart) => [
    ...checkCritical(parsed),
    ...checkClaims(protectedHeader, claims, options, now),
  ];
  const isRefused = othersBy(first).length > 0;
  const signed = structure.length > 0 ? nothingChecked : await checkSignatures(parsed, options, isRefused);
  const failures = [...structure, ...signed.failures, ...othersBy(signed.part ?? first)];
  return {
    valid: failures.length === 0 && signed.key !== null,
    failures,
    key: signed.key,
    header: headerOf(signed.part ?? first),
    payload: readable(parsed),
    unchecked: signed.unchecked,
    at: now,
  };
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
  opaque: 'it is opaque: only its issuer can say whether it is good',
};

const malformed = (message: string): Failure => ({ code: 'malformed', message });

function structureFailures({ flaws, payload }: JwsToken): readonly Failure[] {
  const strict = flaws.filter(({ id }) => flawTable[id].strict).map((flaw) => malformed(describeFlaw(flaw)));
  return payload.kind === 'detached' ? [...strict, malformed('its payload is missing')] : strict;
}

/** What came of the signatures. */
interface SignatureResult {
  readonly failures: readonly Failure[];
  readonly key: UsedKey | null;
  /** The signature that is good. */
  readonly part: SignaturePart | null;
  readonly unchecked: string | null;
}

const nothingChecked: SignatureResult = { failures: [], key: null, part: null, unchecked: null };

/** @param isRefused - whether the token is refused whatever the signature says: then missing keys change nothing. */
async function checkSignatures(
  token: JwsToken,
  options: VerifyOptions,
  isRefused: boolean,
): Promise<SignatureResult> {
  const headerFailures = token.signatures.map((part) => algorithmFailure(part, options));
  const worthIt = token.signatures.filter((_, at) => headerFailures[at] === undefined);
  const useless = headerFailures.filter((failure) => failure !== undefined);
  if (worthIt.length === 0) return { ...nothingChecked, failures: useless };
  const found = await keysOrReason(options.keys, isRefused);
  if (typeof found === 'string') return { ...nothingChecked, unchecked: found };
  const failures: Failure[] = [];
  for (const part of worthIt) {
    const result = await checkSignature(part, token.payloadText, found, options);
    if (result.key) return result;
    failures.push(...result.failures);
  }
  return { ...nothingChecked, failures: [...useless, ...failures] };
}

async function keysOrReason(keys: KeySupplier, isRefused: boolean): Promise<FoundKeys | string> {
  try {
    return await keys();
  } catch (error) {
    if (isRefused && error instanceof AuthctlError && error.code === 'KEYS_UNAVAILABLE') return error.message;
    throw error;
  }
}

/** @see RFC 8725 sections 3.1, 3.2 */
function algorithmFailure(part: SignaturePart, { algorithms }: VerifyOptions): Failure | undefined {
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

async function checkSignature(
  part: SignaturePart,
  payloadText: string,
  { keys, origin }: FoundKeys,
  { allowWeakKeys = false }: VerifyOptions,
): Promise<SignatureResult> {
  const alg = algorithmOf(part);
  const kid = memberOf(headerOf(part), 'kid');
  const choice = chooseKeys(keys, alg, typeof kid === 'string' ? kid : undefined);
  if (choice.kind === 'none') return { ...nothingChecked, failures: [choice.failure] };
  const signer = await signerAmong(choice.keys, alg, part, payloadText);
  const judged = signer ?? choice.keys[0];
  const weakness = judged && !allowWeakKeys ? weaknessFor(judged, alg) : undefined;
  const weak: readonly Failure[] = weakness === undefined ? [] : [{ code: 'key-weak', message: weakness }];
  if (!signer) {
    const message = `the signature was not made with ${choice.keys.length > 1 ? 'any of the keys' : 'the key'} from ${origin}`;
    return { ...nothingChecked, failures: [{ code: 'signature', message }, ...weak] };
  }
  const key = { origin, kid: signer.kid ?? null, algorithm: alg, description: signer.description };
  return { failures: weak, key, part, unchecked: null };
}

async function signerAmong(
  keys: readonly VerificationKey[],
  alg: string,
  part: SignaturePart,
  payloadText: string,
): Promise<VerificationKey | undefined> {
  for (const key of keys) if (await isSignedBy(key, alg, part, payloadText)) return key;
  return undefined;
}
