import { createHash, X509Certificate } from 'node:crypto';
import { type JsonObject, type JsonValue, memberOf } from '../json.js';

/** Longer chains are not read. */
const LONGEST_CHAIN = 10;

/** What rules need to know of a certificate. */
export interface Certificate {
  readonly selfSigned: boolean;
  /** Seconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Null for a kind of key that JWK has no form for. */
  readonly key: JsonObject | null;
  /** base64url, as `x5t` and `x5t#S256` hold them. */
  readonly sha1: string;
  readonly sha256: string;
}

/**
 * The certificates of an `x5c` parameter, the one of the signing key first.
 *
 * @returns as far as they can be read; empty where the value is no list.
 * @see RFC 7515 section 4.1.6
 */
export function certificatesIn(x5c: JsonValue | undefined): readonly Certificate[] {
  if (!Array.isArray(x5c)) return [];
  const certificates: Certificate[] = [];
  for (const entry of x5c.slice(0, LONGEST_CHAIN)) {
    const certificate = typeof entry === 'string' ? read(entry) : undefined;
    if (certificate === undefined) break;
    certificates.push(certificate);
  }
  return certificates;
}

function read(base64: string): Certificate | undefined {
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'));
    const hash = (algorithm: string) => createHash(algorithm).update(certificate.raw).digest('base64url');
    return {
      selfSigned: certificate.checkIssued(certificate),
      notBefore: Math.floor(Date.parse(certificate.validFrom) / 1000),
      notAfter: Math.floor(Date.parse(certificate.validTo) / 1000),
      key: keyOf(certificate),
      sha1: hash('sha1'),
      sha256: hash('sha256'),
    };
  } catch {
    return undefined;
  }
}

function keyOf(certificate: X509Certificate): JsonObject | null {
  try {
    return certificate.publicKey.export({ format: 'jwk' }) as JsonObject;
  } catch {
    return null;
  }
}

/** The members that make a public key what it is. @see RFC 7638 section 3.2 */
const KEY_MEMBERS = ['kty', 'crv', 'x', 'y', 'n', 'e'];

export function isSameKey(a: JsonObject, b: JsonObject): boolean {
  return KEY_MEMBERS.every((name) => memberOf(a, name) === memberOf(b, name));
}
