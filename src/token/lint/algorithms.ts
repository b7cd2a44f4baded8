import { signatureAlgorithms } from './signature-algorithms.js';

/**
 * How a JWE may say that its key is carried.
 *
 * @see RFC 7518 section 4.1
 */
const keyManagementAlgorithms: ReadonlySet<string> = new Set([
  'RSA1_5',
  'RSA-OAEP',
  'RSA-OAEP-256',
  'RSA-OAEP-384',
  'RSA-OAEP-512',
  'A128KW',
  'A192KW',
  'A256KW',
  'dir',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
  'A128GCMKW',
  'A192GCMKW',
  'A256GCMKW',
  'PBES2-HS256+A128KW',
  'PBES2-HS384+A192KW',
  'PBES2-HS512+A256KW',
]);

/** SHA-1 under names that some libraries know: RSA and HMAC. @see RFC 8812 section 2 (RS1, which is prohibited) */
export const sha1Algorithms: ReadonlySet<string> = new Set(['RS1', 'HS1']);

/** Registered for what it is used for here; `none` counts, it has rules of its own. */
export function isRegistered(alg: string, encrypted: boolean): boolean {
  return encrypted ? keyManagementAlgorithms.has(alg) : alg === 'none' || signatureAlgorithms.has(alg);
}

const bySpelling: ReadonlyMap<string, string> = new Map(
  [...signatureAlgorithms.keys(), ...keyManagementAlgorithms, 'none'].map((alg) => [alg.toLowerCase(), alg]),
);

/** The registered algorithm that this is when letter case and white space do not count. */
export function respelled(alg: string): string | undefined {
  return bySpelling.get(alg.trim().toLowerCase());
}
