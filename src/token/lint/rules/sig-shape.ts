import { memberOf } from '../../json.js';
import { type EcdsaShape, ecdsaShape } from '../ecdsa-signature.js';
import type { Match, TokenRule } from '../rule.js';
import { type SignatureAlgorithm, signatureAlgorithms } from '../signature-algorithms.js';
import { cve, rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

interface Signed {
  readonly alg: string;
  readonly algorithm: SignatureAlgorithm;
  readonly bytes: Uint8Array;
  /** Null for algorithms other than ECDSA. */
  readonly shape: EcdsaShape | null;
}

/** Every signature that is there, and whose algorithm is known. */
function matchesOf({ headers }: TokenSubject, message: (signed: Signed) => string | undefined): Match[] {
  return headers.flatMap(({ header, part, signatureAt }) => {
    const alg = memberOf(header, 'alg');
    const algorithm = typeof alg === 'string' ? signatureAlgorithms.get(alg) : undefined;
    const bytes = part?.signature ?? null;
    if (typeof alg !== 'string' || !algorithm || bytes === null || bytes.length === 0) return [];
    const shape = algorithm.ecdsa === undefined ? null : ecdsaShape(bytes, algorithm.ecdsa);
    const said = message({ alg, algorithm, bytes, shape });
    return said === undefined ? [] : [{ message: said, at: signatureAt }];
  });
}

export const sigLength: TokenRule = {
  id: 'sig.length',
  title: 'a signature of a length that its algorithm never has',
  severity: 'high',
  about: 'token',
  sources: [rfc(7518, '3.2'), rfc(7518, '3.3'), rfc(7518, '3.4')],
  advice: 'refuse this token: its signature was cut, or made with another algorithm or too small a key',
  judge: (subject) =>
    matchesOf(subject, ({ alg, algorithm, bytes, shape }) =>
      algorithm.isLength(bytes.length) || shape === 'der' || shape === 'zero'
        ? undefined
        : `the signature has ${bytes.length} bytes; ${alg} makes ${algorithm.expected}`,
    ),
};

export const sigDerEcdsa: TokenRule = {
  id: 'sig.der-ecdsa',
  title: 'an ECDSA signature in DER',
  severity: 'high',
  about: 'token',
  sources: [rfc(7518, '3.4')],
  advice: 'convert the signature: r and s one behind the other, each as long as the curve (IEEE P1363)',
  judge: (subject) =>
    matchesOf(subject, ({ alg, shape }) =>
      shape === 'der' ? `the ${alg} signature is written in DER` : undefined,
    ),
};

export const sigPsychic: TokenRule = {
  id: 'sig.psychic',
  title: 'an ECDSA signature of zeros',
  severity: 'critical',
  about: 'token',
  sources: [cve('CVE-2022-21449'), rfc(8725, '3.4')],
  advice: 'refuse this token: it was made to pass Java verifiers that do not check r and s',
  judge: (subject) =>
    matchesOf(subject, ({ alg, shape }) =>
      shape === 'zero'
        ? `a number in the ${alg} signature is zero: it fits every message and every key`
        : undefined,
    ),
};
