/** An algorithm that signs. */
export interface SignatureAlgorithm {
  /** Bytes of its signatures; for RSA the sizes of all keys that are allowed: 2048 bits and more. */
  readonly isLength: (bytes: number) => boolean;
  /** The lengths in words. */
  readonly expected: string;
  /** Bytes of each of the two numbers in an ECDSA signature. */
  readonly ecdsa?: number;
}

const exactly = (...lengths: readonly number[]): SignatureAlgorithm => ({
  isLength: (bytes) => lengths.includes(bytes),
  expected: `${lengths.join(' or ')} bytes`,
});

const ecdsa = (size: number): SignatureAlgorithm => ({ ...exactly(size * 2), ecdsa: size });

/** Key sizes go in steps of 512 bits everywhere. @see RFC 7518 section 3.3 (2048 bits or larger) */
const rsa: SignatureAlgorithm = {
  isLength: (bytes) => bytes >= 256 && bytes % 64 === 0,
  expected: '256, 384 or 512 bytes, as long as the key',
};

/**
 * Every registered algorithm for signatures, and how long they are.
 *
 * @see RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 8812 section 3.2, RFC 9864 section 2.2; FIPS 204 table 2 (ML-DSA)
 */
export const signatureAlgorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map(
  Object.entries({
    HS256: exactly(32),
    HS384: exactly(48),
    HS512: exactly(64),
    RS256: rsa,
    RS384: rsa,
    RS512: rsa,
    PS256: rsa,
    PS384: rsa,
    PS512: rsa,
    ES256: ecdsa(32),
    ES384: ecdsa(48),
    ES512: ecdsa(66),
    ES256K: ecdsa(32),
    EdDSA: exactly(64, 114),
    Ed25519: exactly(64),
    Ed448: exactly(114),
    'ML-DSA-44': exactly(2420),
    'ML-DSA-65': exactly(3309),
    'ML-DSA-87': exactly(4627),
  }),
);
