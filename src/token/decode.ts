import { AuthctlError } from '../errors.js';
import type { Finding } from './finding.js';
import { type JsonObject, type JsonValue, memberOf } from './json.js';
import { jwsOf } from './jws-of.js';
import { type Lifetime, lifetimeAt } from './lifetime.js';
import { lintToken } from './lint/lint.js';
import { readingRules } from './lint/reading-rules.js';
import { subjectOf, type TokenSubject } from './lint/subject.js';
import { parseToken } from './parse.js';
import {
  headerOf,
  type ParsedToken,
  type Payload,
  type SdJwtToken,
  type Serialization,
  type SignaturePart,
} from './parsed-token.js';
import { peel, type Which } from './peel.js';
import { findRole, type RoleFound } from './role.js';

export type TokenFormat = ParsedToken['format'];

/** What may be shown of a signature: never its bytes, so that what is printed is of no use as a token. */
export interface SignatureSummary {
  /** As the header says; null where it says nothing. */
  readonly alg: string | null;
  /** Null where the signature's text is no base64url. */
  readonly bytes: number | null;
}

/** One token as it is nested in another, the outermost first. */
export interface Layer {
  readonly format: TokenFormat;
  /** Null for an opaque token. */
  readonly serialization: Serialization | null;
  readonly signatures: readonly (SignatureSummary & { readonly header: JsonObject })[];
}

/** What a token says. Nothing of it was verified. */
export interface DecodedToken {
  readonly format: TokenFormat;
  readonly serialization: Serialization | null;
  /** Of the first signature; null for an opaque token. */
  readonly header: JsonObject | null;
  /** Null where it cannot be read: encrypted, opaque, detached or no text. */
  readonly payload: JsonValue;
  /** Of the first signature. */
  readonly signature: SignatureSummary | null;
  /** Null where there are no claims, or their times are no numbers. */
  readonly lifetime: Lifetime | null;
  readonly role: RoleFound | null;
  readonly verified: false;
  readonly findings: readonly Finding[];
  readonly layers: readonly Layer[];
  /** The instant it was judged at, in seconds since the epoch. */
  readonly at: number;
}

export interface DecodeOptions {
  /** The token to take from a token response; default: the access token. */
  readonly which?: Which | undefined;
  /** JSON Pointer to the role; default: the usual places, see `findRole`. */
  readonly roleClaim?: string | undefined;
}

/**
 * Says what a token says, without checking its signature: anyone can write such a token.
 *
 * @param text - a token, or what it was copied with; see `peel`.
 * @param now - seconds since the epoch, to place the token in its lifetime.
 * @throws {AuthctlError} `NOT_A_TOKEN` where nothing in the text resembles a token; nothing else.
 */
export function decode(text: string, now: number, options: DecodeOptions = {}): DecodedToken {
  const bare = peel(text, options.which);
  const token = parseToken(bare);
  const subject = subjectOf(bare, token, now);
  const { jws, claims } = subject;
  const lifetime = claims && lifetimeOrNull(claims, now);
  return {
    format: token.format,
    serialization: serializationOf(token),
    header: headerIn(token),
    payload: jws ? shown(jws.payload) : null,
    signature: jws ? summaryOf(jws.signatures[0]) : null,
    lifetime,
    role: claims && findRole(claims, options.roleClaim),
    verified: false,
    findings: findingsIn(subject),
    layers: [layerOf(token)],
    at: now,
  };
}

function serializationOf(token: ParsedToken): Serialization | null {
  if (token.format === 'opaque') return null;
  return token.format === 'sd-jwt' ? token.jws.serialization : token.serialization;
}

function headerIn(token: ParsedToken): JsonObject | null {
  if (token.format === 'jwe') return token.header;
  const jws = jwsOf(token);
  return jws && headerOf(jws.signatures[0]);
}

function shown(payload: Payload): JsonValue | null {
  switch (payload.kind) {
    case 'claims':
      return payload.claims;
    case 'json':
      return payload.value;
    case 'text':
      return payload.text;
    default:
      return null;
  }
}

function summaryOf(part: SignaturePart): SignatureSummary {
  const alg = memberOf(headerOf(part), 'alg');
  return { alg: typeof alg === 'string' ? alg : null, bytes: part.signature?.length ?? null };
}

function layerOf(token: ParsedToken): Layer {
  const signatures = jwsOf(token)?.signatures ?? [];
  return {
    format: token.format,
    serialization: serializationOf(token),
    signatures: signatures.map((part) => ({ header: headerOf(part), ...summaryOf(part) })),
  };
}

function lifetimeOrNull(claims: JsonObject, now: number): Lifetime | null {
  try {
    return lifetimeAt({ exp: memberOf(claims, 'exp'), nbf: memberOf(claims, 'nbf') }, now, 0);
  } catch (error) {
    if (error instanceof AuthctlError) return null;
    throw error;
  }
}

/** The findings of every rule that can be judged at a glance; `lint` has the others. */
function findingsIn(subject: TokenSubject): readonly Finding[] {
  const { token } = subject;
  return [
    ...lintToken(readingRules, subject),
    ...(token?.format === 'sd-jwt' ? disclosureFindings(token) : []),
  ];
}

function disclosureFindings({ disclosures: { length } }: SdJwtToken): readonly Finding[] {
  const message = `${length} selectively disclosed ${length === 1 ? 'claim is' : 'claims are'} not shown`;
  return length === 0 ? [] : [{ id: 'sd-jwt.disclosures', severity: 'info', message, at: '' }];
}
