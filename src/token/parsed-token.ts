import type { Flaw } from './finding.js';
import { type JsonObject, type JsonValue, memberOf } from './json.js';

/** How a JWS or JWE is written. @see RFC 7515 section 3, RFC 7516 section 3 */
export type Serialization = 'compact' | 'flattened' | 'general';

/** A payload as far as it can be read. */
export type Payload =
  | { readonly kind: 'claims'; readonly claims: JsonObject }
  /** JSON, but no object. */
  | { readonly kind: 'json'; readonly value: JsonValue }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly length: number }
  /** Carried elsewhere. @see RFC 7515 appendix F */
  | { readonly kind: 'detached' }
  | { readonly kind: 'unreadable' };

/** One signature and the headers that belong to it. */
export interface SignaturePart {
  /** The protected header as it was written: what is signed. Empty where there is none. */
  readonly protectedText: string;
  readonly protectedHeader: JsonObject;
  /** Not covered by the signature; always empty in the compact form. */
  readonly unprotectedHeader: JsonObject;
  /** As it was written. */
  readonly signatureText: string;
  /** Null where the text is no base64url. */
  readonly signature: Uint8Array | null;
}

/** A signed token, or with `unsecured` one whose header says `alg: none`. */
export interface JwsToken {
  readonly format: 'jws' | 'unsecured';
  readonly serialization: Serialization;
  /** At least one; more only in the general form. */
  readonly signatures: readonly [SignaturePart, ...SignaturePart[]];
  /** As it was written. */
  readonly payloadText: string;
  readonly payload: Payload;
  readonly flaws: readonly Flaw[];
}

/** An encrypted token: only its header can be read without a key. */
export interface JweToken {
  readonly format: 'jwe';
  readonly serialization: Serialization;
  /** Of the first recipient. */
  readonly header: JsonObject;
  /** At least one; more only in the general form. */
  readonly recipients: readonly [JweRecipient, ...JweRecipient[]];
  readonly body: JweBody;
  readonly ciphertextBytes: number;
  readonly flaws: readonly Flaw[];
}

/** One of those whom a token is encrypted for. */
export interface JweRecipient {
  /** Protected, shared and own parameters together. @see RFC 7516 section 4 ("JOSE Header") */
  readonly header: JsonObject;
  /** The parameters that are this recipient's alone; empty in the compact form. */
  readonly ownHeader: JsonObject;
  /** As it was written; empty where the algorithm needs none. */
  readonly encryptedKeyText: string;
}

/** What all recipients of an encrypted token share, as it was written; empty where it is absent. */
export interface JweBody {
  readonly protectedText: string;
  readonly unprotectedHeader: JsonObject;
  readonly ivText: string;
  readonly ciphertextText: string;
  readonly tagText: string;
  /** Only in the JSON forms. */
  readonly aadText: string;
}

/** A signed token with claims that its holder may disclose one by one. @see RFC 9901 */
export interface SdJwtToken {
  readonly format: 'sd-jwt';
  readonly jws: JwsToken;
  /** As they were written, base64url of JSON. */
  readonly disclosures: readonly string[];
  /** As it was written; null where there is none. */
  readonly keyBinding: string | null;
  /** Null also where it is no signed token. */
  readonly keyBindingToken: JwsToken | null;
}

/** A string that only its issuer can interpret. */
export interface OpaqueToken {
  readonly format: 'opaque';
  readonly length: number;
}

export type ParsedToken = JwsToken | JweToken | SdJwtToken | OpaqueToken;

/** The header parameters that a signature goes by. @see RFC 7515 section 4 ("JOSE Header") */
export function headerOf(part: SignaturePart): JsonObject {
  const { protectedHeader, unprotectedHeader } = part;
  for (const _ in unprotectedHeader) return { ...unprotectedHeader, ...protectedHeader };
  return protectedHeader;
}

/** `none` in any spelling: some libraries compare it without regard to case. */
export function isUnsecured(part: SignaturePart): boolean {
  const alg = memberOf(headerOf(part), 'alg');
  return typeof alg === 'string' && alg.trim().toLowerCase() === 'none';
}
