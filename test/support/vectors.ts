import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../data/vectors/', import.meta.url);

export type JsonObject = Record<string, unknown>;
/** A JSON Web Key as it stands in an RFC. */
export type VectorJwk = JsonObject & { readonly kty: string };

interface Entry {
  /** RFC number, a dash, and the section or appendix: `7515-A.1`. */
  readonly id: string;
  readonly title: string;
  readonly section: string;
}

interface JwkVector extends Entry {
  readonly kind: 'jwk';
  readonly jwk: VectorJwk;
  /** Id of the entry that is this key without its private members. */
  readonly public?: string;
}

interface JwksVector extends Entry {
  readonly kind: 'jwks';
  readonly jwks: { readonly keys: readonly VectorJwk[] };
  readonly public?: string;
}

/** The three serializations of one token; at least one of them is there. */
interface Serializations {
  readonly compact?: string;
  readonly flattened?: JsonObject;
  readonly general?: JsonObject;
}

interface VectorSignature {
  /** Id of the key that signs and, through its public part, verifies; null where nothing is signed. */
  readonly key: string | null;
  /** Protected and unprotected members together. */
  readonly header: JsonObject;
  /** Signing the same bytes again gives the same signature. */
  readonly deterministic: boolean;
}

export interface JwsVector extends Entry, Serializations {
  readonly kind: 'jws';
  /** The payload as text, also where the token leaves it out. */
  readonly payload: string;
  readonly detached?: true;
  readonly signatures: readonly VectorSignature[];
  /** Why no verifier may accept it. */
  readonly refused?: 'unsecured' | 'critical';
  /** What is unwise in it as a token of today. */
  readonly unwise?: readonly string[];
}

interface VectorRecipient {
  /** Id of the key that decrypts. */
  readonly key: string;
  /** Protected, shared and own members together. */
  readonly header: JsonObject;
  /** The algorithm that jose leaves out. */
  readonly unsupported?: string;
}

export interface JweVector extends Entry, Serializations {
  readonly kind: 'jwe';
  readonly plaintext: string;
  readonly recipients: readonly VectorRecipient[];
  /** Id of the JWS that is the plaintext. */
  readonly nested?: string;
  readonly unwise?: readonly string[];
}

interface AgreementVector extends Entry {
  readonly kind: 'agreement';
  readonly recipient: VectorJwk;
  readonly ephemeral: VectorJwk;
  readonly header: JsonObject;
  /** The shared secret, base64url. */
  readonly z: string;
  readonly unsupported?: string;
}

interface ThumbprintVector extends Entry {
  readonly kind: 'thumbprint';
  readonly key: string;
  readonly thumbprint: string;
  readonly uri?: string;
}

interface ClaimsVector extends Entry {
  readonly kind: 'claims';
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly unwise?: readonly string[];
}

interface VectorByKind {
  readonly jwk: JwkVector;
  readonly jwks: JwksVector;
  readonly jws: JwsVector;
  readonly jwe: JweVector;
  readonly agreement: AgreementVector;
  readonly thumbprint: ThumbprintVector;
  readonly claims: ClaimsVector;
}

type Kind = keyof VectorByKind;
type Vector = VectorByKind[Kind];

/** Every example, by file name (`rfc7515.json`). */
export const vectorFiles: ReadonlyMap<string, readonly Vector[]> = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Vector[]]),
);

const all: readonly Vector[] = [...vectorFiles.values()].flat();
const byId = new Map(all.map((vector) => [vector.id, vector]));

/** The examples of one kind, in the order of the files. */
export function vectorsOf<K extends Kind>(kind: K): readonly VectorByKind[K][] {
  return all.filter((vector): vector is VectorByKind[K] => vector.kind === kind);
}

/**
 * The example with this id.
 *
 * @throws {Error} when there is none of that kind: a mistake in the data.
 */
export function vectorById<K extends Kind>(id: string, kind: K): VectorByKind[K] {
  const found = byId.get(id);
  if (found?.kind !== kind) throw new Error(`no ${kind} vector has the id ${id}`);
  return found as VectorByKind[K];
}

/** The key with this id, with all its members. */
export function vectorKey(id: string): VectorJwk {
  return vectorById(id, 'jwk').jwk;
}

const PRIVATE_MEMBERS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi']);

/** The key without its private members; a symmetric key stays as it is. */
export function publicPart(jwk: VectorJwk): VectorJwk {
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => !PRIVATE_MEMBERS.has(name))) as VectorJwk;
}

/** Another private key of the same type and curve. */
export function strangerTo(jwk: VectorJwk): VectorJwk {
  if (jwk.kty === 'oct') {
    const bytes = Buffer.from(String(jwk.k), 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return { kty: 'oct', k: bytes.toString('base64url') };
  }
  if (jwk.kty === 'RSA') {
    const other = ['7515-A.2-key', '7516-A.1-key'].map(vectorKey).find((candidate) => candidate.n !== jwk.n);
    if (other !== undefined) return other;
  }
  const pair = jwk.kty === 'EC' ? ecPair(String(jwk.crv)) : generateKeyPairSync('ed25519');
  return pair.privateKey.export({ format: 'jwk' }) as VectorJwk;
}

function ecPair(namedCurve: string) {
  return generateKeyPairSync('ec', { namedCurve });
}

const SERIALIZATIONS = ['compact', 'flattened', 'general'] as const;

export interface TokenRow<V> {
  readonly id: string;
  readonly form: (typeof SERIALIZATIONS)[number];
  readonly text: string;
  readonly vector: V;
}

/** One row per token and serialization that an RFC prints; the JSON forms as JSON text. */
export function tokenRows<K extends 'jws' | 'jwe'>(kind: K): readonly TokenRow<VectorByKind[K]>[] {
  return vectorsOf(kind).flatMap((vector) =>
    SERIALIZATIONS.flatMap((form) => {
      const token = vector[form];
      if (token === undefined) return [];
      return [
        { id: vector.id, form, text: typeof token === 'string' ? token : JSON.stringify(token), vector },
      ];
    }),
  );
}
