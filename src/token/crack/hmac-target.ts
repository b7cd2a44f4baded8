import { createHmac } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { readOriginal } from '../forge/original.js';

const HASHES = {
  HS256: { hash: 'sha256', bytes: 32 },
  HS384: { hash: 'sha384', bytes: 48 },
  HS512: { hash: 'sha512', bytes: 64 },
} as const;

/** What a candidate is tried against. Plain data: it is handed to workers. */
export interface HmacTarget {
  readonly algorithm: keyof typeof HASHES;
  /** As node:crypto names it. */
  readonly hash: (typeof HASHES)[keyof typeof HASHES]['hash'];
  /** `header.payload` */
  readonly signingInput: string;
  readonly signature: Uint8Array;
}

/**
 * What a token's secret is searched by.
 *
 * @throws {AuthctlError} `USAGE` where it is not signed with HMAC, or with as many bytes as no HMAC has: then no secret
 *   could ever be found; `NOT_A_TOKEN` as `readOriginal`.
 */
export function hmacTarget(token: string): HmacTarget {
  const original = readOriginal(token);
  if (original.kind === 'jwe') throw noSecret('this token is encrypted, and has no signature');
  const { algorithm, headerPart, payloadPart, signaturePart } = original;
  if (!isHmac(algorithm)) {
    throw noSecret(`this token is signed with ${JSON.stringify(algorithm)}, which has no shared secret`);
  }
  const { hash, bytes } = HASHES[algorithm];
  const signature = Buffer.from(signaturePart, 'base64url');
  if (signature.length !== bytes) {
    throw noSecret(
      `the signature has ${signature.length} bytes, and ${algorithm} gives ${bytes}: no secret makes it`,
    );
  }
  return { algorithm, hash, signingInput: `${headerPart}.${payloadPart}`, signature };
}

const isHmac = (algorithm: string): algorithm is keyof typeof HASHES => Object.hasOwn(HASHES, algorithm);

const noSecret = (message: string): AuthctlError =>
  new AuthctlError('USAGE', message, { hint: 'give a token signed with HS256, HS384 or HS512' });

/** Whether the candidate is the secret: the signature was made with it, or with one that HMAC cannot tell from it. */
export function isSecret(candidate: Uint8Array, { hash, signingInput, signature }: HmacTarget): boolean {
  return createHmac(hash, candidate).update(signingInput).digest().equals(signature);
}
