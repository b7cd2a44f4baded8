import { AuthctlError } from '../errors.js';
import type { Finding } from './finding.js';
import { type JsonObject, type JsonValue, memberOf } from './json.js';
import { jwsOf } from './jws-of.js';
import { type OpenedJwe, payloadOf, type TokenLayer, type TokenLayers } from './layers.js';
import { type Lifetime, lifetimeAt } from './lifetime.js';
import { lintToken } from './lint/lint.js';
import { readingRules } from './lint/reading-rules.js';
import { subjectOf } from './lint/subject.js';
import {
  headerOf,
  type ParsedToken,
  type Payload,
  type Serialization,
  type SignaturePart,
} from './parsed-token.js';
import { findRole, type RoleFound } from './role.js';
import { type DisclosedClaims, type Disclosure, discloseClaims } from './sd-jwt.js';

export type TokenFormat = ParsedToken['format'];

/** What may be shown of a signature: never its bytes, so that what is printed is of no use as a token. */
export interface SignatureSummary {
  /** As the header says; null where it says nothing. */
  readonly alg: string | null;
  /** Null where the signature's text is no base64url. */
  readonly bytes: number | null;
}

/** One of those whom a token is encrypted for. */
export interface RecipientSummary {
  readonly header: JsonObject;
  /** True for the one whose key opened the token. */
  readonly opened: boolean;
}

/** One token as it is nested in another, the outermost first; a key binding stands after the SD-JWT that it belongs to. */
export interface Layer {
  readonly format: TokenFormat;
  /** Null for an opaque token. */
  readonly serialization: Serialization | null;
  readonly signatures: readonly (SignatureSummary & { readonly header: JsonObject })[];
  /** Only of an encrypted token. */
  readonly recipients?: readonly RecipientSummary[];
  /** Only of an encrypted token: what opened it; null where nothing did. */
  readonly key?: OpenedJwe['key'] | null;
  /** Only where it is not the payload of the whole: as an SD-JWT was signed, and what a key binding says. */
  readonly payload?: JsonValue;
  /** Only of a key binding. */
  readonly use?: 'key-binding';
}

/** How much of the payload could be read. */
export type PayloadKind = Payload['kind'] | 'encrypted' | 'opaque';

/** What a token says. Nothing of it was verified. */
export interface DecodedToken {
  readonly format: TokenFormat;
  readonly serialization: Serialization | null;
  /** Of the first signature or recipient of the outermost token; null for an opaque token. */
  readonly header: JsonObject | null;
  /** Of the innermost token that can be read. Null where none can: encrypted, opaque, detached or no text. */
  readonly payload: JsonValue;
  readonly payloadKind: PayloadKind;
  /** The first signature of the outermost token that has one. */
  readonly signature: SignatureSummary | null;
  /** Null where there are no claims, or their times are no numbers. */
  readonly lifetime: Lifetime | null;
  readonly role: RoleFound | null;
  readonly verified: false;
  readonly findings: readonly Finding[];
  readonly layers: readonly Layer[];
  /** Of an SD-JWT, in its order; null for every other token. */
  readonly disclosures: readonly Disclosure[] | null;
  /** Digests of an SD-JWT that nothing was disclosed for: withheld claims, or decoys. */
  readonly withheld: number;
  /** The instant it was judged at, in seconds since the epoch. */
  readonly at: number;
}

/**
 * Describes a token with all that is nested in it.
 *
 * @param text - the outermost token as it was written.
 * @param now - seconds since the epoch, to place the token in its lifetime.
 * @param roleClaim - JSON Pointer to the role; default: the usual places, see `findRole`.
 */
export function describeToken(
  text: string,
  layers: TokenLayers,
  now: number,
  roleClaim: string | undefined,
): DecodedToken {
  const [{ token }] = layers;
  const innermost = layers.at(-1) ?? layers[0];
  const payload = payloadOf(innermost);
  const disclosed = disclosedIn(innermost.token);
  const claims = disclosed?.claims ?? (payload?.kind === 'claims' ? payload.claims : null);
  const signed = layers.map((layer) => jwsOf(layer.token)).find((jws) => jws !== null);
  return {
    format: token.format,
    serialization: serializationOf(token),
    header: headerIn(token),
    payload: claims ?? (payload && shown(payload)),
    payloadKind: payload?.kind ?? (innermost.token.format === 'opaque' ? 'opaque' : 'encrypted'),
    signature: signed ? summaryOf(signed.signatures[0]) : null,
    lifetime: claims && lifetimeOrNull(claims, now),
    role: claims && findRole(claims, roleClaim),
    verified: false,
    findings: [
      ...layers.flatMap((layer, depth) =>
        readingFindings(layer, depth, {
          text,
          now,
          claims: layer === innermost ? claims : null,
          holdsToken: layer !== innermost,
        }),
      ),
      ...(disclosed?.findings ?? []),
    ],
    layers: layers.flatMap((layer) => summariesOf(layer)),
    disclosures: disclosed?.disclosures ?? null,
    withheld: disclosed?.withheld ?? 0,
    at: now,
  };
}

function disclosedIn(token: ParsedToken): DisclosedClaims | null {
  if (token.format !== 'sd-jwt' || token.jws.payload.kind !== 'claims') return null;
  return discloseClaims(token, token.jws.payload.claims);
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

function summariesOf({ token, opened }: TokenLayer): readonly Layer[] {
  const { format } = token;
  const serialization = serializationOf(token);
  if (format === 'opaque') return [{ format, serialization, signatures: [] }];
  if (format !== 'jwe') return [signedLayer(token)].concat(keyBindingLayer(token));
  const recipients = token.recipients.map(({ header }, index) => ({
    header,
    opened: index === opened?.recipient,
  }));
  return [{ format, serialization, signatures: [], recipients, key: opened?.key ?? null }];
}

function signedLayer(token: Exclude<ParsedToken, { format: 'opaque' | 'jwe' }>): Layer {
  const signatures = jwsOf(token)?.signatures ?? [];
  return {
    format: token.format,
    serialization: serializationOf(token),
    signatures: signatures.map((part) => ({ header: headerOf(part), ...summaryOf(part) })),
    ...(token.format === 'sd-jwt' ? { payload: shown(token.jws.payload) } : {}),
  };
}

function keyBindingLayer(token: ParsedToken): readonly Layer[] {
  if (token.format !== 'sd-jwt' || token.keyBindingToken === null) return [];
  const { keyBindingToken } = token;
  return [{ ...signedLayer(keyBindingToken), payload: shown(keyBindingToken.payload), use: 'key-binding' }];
}

function lifetimeOrNull(claims: JsonObject, now: number): Lifetime | null {
  try {
    return lifetimeAt({ exp: memberOf(claims, 'exp'), nbf: memberOf(claims, 'nbf') }, now, 0);
  } catch (error) {
    if (error instanceof AuthctlError) return null;
    throw error;
  }
}

interface Reading {
  readonly text: string;
  readonly now: number;
  /** Null where the layer holds a token, or nothing that can be read. */
  readonly claims: JsonObject | null;
  readonly holdsToken: boolean;
}

/** The findings of every rule that can be judged at a glance; `lint` has the others. */
function readingFindings(
  { token, opened }: TokenLayer,
  depth: number,
  { text, now, claims, holdsToken }: Reading,
): readonly Finding[] {
  return lintToken(readingRules, { ...subjectOf(text, token, now, { opened }), claims })
    .filter(({ id }) => !(holdsToken && id === 'format.payload-not-object'))
    .map((finding) => (depth === 0 ? finding : inLayer(finding, depth)));
}

/** The payload that is shown is the innermost one: what concerns it stands where it is. */
function inLayer(finding: Finding, depth: number): Finding {
  if (finding.at.startsWith('/payload')) return finding;
  return { ...finding, message: `in the token inside: ${finding.message}`, at: `/layers/${depth}` };
}
