import { AuthctlError } from '../errors.js';
import { relative } from './duration.js';
import type { Failure, FailureCode } from './failure.js';
import { atPointer, type JsonObject, type JsonValue, memberOf } from './json.js';
import { lifetimeAt, numericDate } from './lifetime.js';
import { findRole } from './role.js';

/** What a token must say to be believed. Whatever is left out is not asked for. */
export interface Expectations {
  /** Compared character by character. */
  readonly issuer?: string | undefined;
  /** One of these must be among the token's audiences. */
  readonly audience?: readonly string[] | undefined;
  readonly subject?: string | undefined;
  /** The header's `typ`, without regard to case or a leading `application/`. */
  readonly type?: string | undefined;
  /** Claims that must be there: names or JSON Pointers. */
  readonly required?: readonly string[] | undefined;
  readonly claims?: readonly ExpectedClaim[] | undefined;
  /** Each must be in `scope` or `scp`. */
  readonly scope?: readonly string[] | undefined;
  readonly role?: string | undefined;
  /** JSON Pointer to the role; default: the usual places. */
  readonly roleClaim?: string | undefined;
  /** Seconds since `iat`. */
  readonly maxAge?: number | undefined;
  /** Tolerated clock skew in seconds; default 0. */
  readonly leeway?: number | undefined;
}

/** A claim that must be a value, or a list that holds it. */
export interface ExpectedClaim {
  /** A name or a JSON Pointer. */
  readonly name: string;
  /** As text, or as JSON. */
  readonly value: string;
}

type Check = (claims: JsonObject, expected: Expectations, now: number) => readonly Failure[];

const checks: readonly Check[] = [
  times,
  issued,
  texts,
  issuer,
  audience,
  subject,
  required,
  expectedClaims,
  scope,
  role,
];

/**
 * Everything that a token's header and claims say against it.
 *
 * @param claims - null where the payload is no claims set: then whatever is expected of it is missing.
 * @param now - seconds since the epoch to judge at.
 */
export function checkClaims(
  header: JsonObject,
  claims: JsonObject | null,
  expected: Expectations,
  now: number,
): readonly Failure[] {
  const failures = [...type(header, expected)];
  for (const check of checks) {
    const found = check(claims ?? {}, expected, now);
    if (found.length > 0) failures.push(...found);
  }
  return failures;
}

/** One for all: tokens that are good are judged by the hundred thousand. */
const nothing: readonly Failure[] = [];

const failure = (code: FailureCode, message: string): readonly Failure[] => [{ code, message }];

const quoted = (value: JsonValue | undefined): string =>
  value === undefined ? 'absent' : JSON.stringify(value);

/** Turns a claim that is no number into a failure: a token whose times cannot be read is not to be believed. */
function orMalformed(judge: () => readonly Failure[]): readonly Failure[] {
  try {
    return judge();
  } catch (error) {
    if (error instanceof AuthctlError) return failure('malformed', error.message);
    throw error;
  }
}

/** @see RFC 7519 sections 4.1.4, 4.1.5 */
function times(claims: JsonObject, { leeway = 0 }: Expectations, now: number): readonly Failure[] {
  return orMalformed(() => {
    const nbf = memberOf(claims, 'nbf');
    const { state, expiresAt } = lifetimeAt({ nbf, exp: memberOf(claims, 'exp') }, now, leeway);
    if (state === 'expired') return failure('expired', `expired ${relative(expiresAt ?? now, now)}`);
    if (state === 'not-yet-valid')
      return failure('not-yet-valid', `valid only ${relative(Number(nbf), now)}`);
    return nothing;
  });
}

/** @see RFC 7519 section 4.1.6 */
function issued(claims: JsonObject, { leeway = 0, maxAge }: Expectations, now: number): readonly Failure[] {
  return orMalformed(() => {
    const iat = numericDate('iat', memberOf(claims, 'iat'));
    if (iat === undefined) {
      return maxAge === undefined
        ? nothing
        : failure('claim-missing', 'its age is unknown: there is no `iat`');
    }
    if (iat > now + leeway) return failure('issued-in-future', `issued ${relative(iat, now)}, in the future`);
    const isTooOld = maxAge !== undefined && now - iat > maxAge + leeway;
    return isTooOld ? failure('too-old', `too old: issued ${relative(iat, now)}`) : nothing;
  });
}

/** Whoever reads a number, a list or `true` there may read it as the name of somebody else. */
const TEXTS = ['iss', 'sub', 'jti'] as const;

/** @see RFC 7519 sections 4.1.1, 4.1.2, 4.1.7 */
function texts(claims: JsonObject): readonly Failure[] {
  let failures = nothing;
  for (const name of TEXTS) {
    const value = memberOf(claims, name);
    if (value === undefined || typeof value === 'string') continue;
    failures = [
      ...failures,
      ...failure('malformed', `\`${name}\` is ${quoted(value)}, and must be a string`),
    ];
  }
  return failures;
}

function issuer(claims: JsonObject, { issuer: expected }: Expectations): readonly Failure[] {
  const iss = memberOf(claims, 'iss');
  if (expected === undefined || iss === expected) return nothing;
  const onlySlash = typeof iss === 'string' && iss.replace(/\/$/, '') === expected.replace(/\/$/, '');
  const hint = onlySlash ? ' (they differ in the slash at the end)' : '';
  return failure('issuer', `the issuer is ${quoted(iss)}, not ${quoted(expected)}${hint}`);
}

/** @see RFC 7519 section 4.1.3 */
function audience(claims: JsonObject, { audience: expected }: Expectations): readonly Failure[] {
  if (expected === undefined || expected.length === 0) return nothing;
  const aud = memberOf(claims, 'aud');
  const present = Array.isArray(aud) ? aud : [aud];
  if (expected.some((name) => present.includes(name))) return nothing;
  return failure('audience', `the audience is ${quoted(aud)}, not ${expected.map(quoted).join(' or ')}`);
}

function subject(claims: JsonObject, { subject: expected }: Expectations): readonly Failure[] {
  const sub = memberOf(claims, 'sub');
  if (expected === undefined || sub === expected) return nothing;
  return failure('subject', `the subject is ${quoted(sub)}, not ${quoted(expected)}`);
}

/** @see RFC 7515 section 4.1.9 */
function type(header: JsonObject, { type: expected }: Expectations): readonly Failure[] {
  if (expected === undefined) return nothing;
  const typ = memberOf(header, 'typ');
  if (typeof typ === 'string' && mediaType(typ) === mediaType(expected)) return nothing;
  return failure('type', `the type is ${quoted(typ)}, not ${quoted(expected)}`);
}

const mediaType = (typ: string): string => typ.toLowerCase().replace(/^application\//, '');

const claimAt = (claims: JsonObject, name: string): JsonValue | undefined =>
  name.startsWith('/') ? atPointer(claims, name) : memberOf(claims, name);

function required(claims: JsonObject, { required: names = [] }: Expectations): readonly Failure[] {
  if (names.length === 0) return nothing;
  return names
    .filter((name) => (claimAt(claims, name) ?? null) === null)
    .flatMap((name) => failure('claim-missing', `the claim \`${name}\` is missing`));
}

function expectedClaims(claims: JsonObject, { claims: expected = [] }: Expectations): readonly Failure[] {
  if (expected.length === 0) return nothing;
  return expected.flatMap(({ name, value }) => {
    const actual = claimAt(claims, name);
    if (actual === undefined) return failure('claim-missing', `the claim \`${name}\` is missing`);
    const held = Array.isArray(actual) ? [...actual, actual] : [actual];
    if (held.some((one) => one === value || JSON.stringify(one) === value)) return nothing;
    return failure('claim-mismatch', `the claim \`${name}\` is ${quoted(actual)}, not ${quoted(value)}`);
  });
}

/** @see RFC 8693 section 4.2; `scp` and lists are what some issuers make of it. */
function scope(claims: JsonObject, { scope: expected = [] }: Expectations): readonly Failure[] {
  if (expected.length === 0) return nothing;
  const held = memberOf(claims, 'scope') ?? memberOf(claims, 'scp');
  const scopes = typeof held === 'string' ? held.split(' ') : Array.isArray(held) ? held : [];
  const missing = expected.filter((name) => !scopes.includes(name));
  return missing.length === 0
    ? nothing
    : failure('scope', `the scope ${quoted(held)} lacks ${missing.join(', ')}`);
}

function role(claims: JsonObject, { role: expected, roleClaim }: Expectations): readonly Failure[] {
  if (expected === undefined) return nothing;
  const found = findRole(claims, roleClaim);
  if (found?.roles.includes(expected)) return nothing;
  const held = found ? `the role is ${found.roles.map(quoted).join(', ')}` : 'it names no role';
  return failure('role', `${held}, not ${quoted(expected)}`);
}
