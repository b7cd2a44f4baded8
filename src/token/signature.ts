import { constants, verify as cryptoVerify, type KeyObject } from 'node:crypto';
import { errors, flattenedVerify } from 'jose';
import { memberOf } from './json.js';
import { MIN_RSA_BITS, type VerificationKey } from './keys/verification-key.js';
import type { SignaturePart } from './parsed-token.js';

/**
 * Whether one signature over a payload was made with a key.
 *
 * @param alg - must be among the key's algorithms; the header is not asked again.
 * @param payloadText - as it was written.
 */
export async function isSignedBy(
  { key, algorithms }: VerificationKey,
  alg: string,
  part: SignaturePart,
  payloadText: string,
): Promise<boolean> {
  if (!algorithms.includes(alg) || part.signature === null) return false;
  if (isRefusedByJose(key)) {
    return isSignedByRsa(key, alg, part.signature, `${part.protectedText}.${payloadText}`);
  }
  try {
    await flattenedVerify(
      {
        payload: payloadText,
        signature: part.signatureText,
        ...(part.protectedText === '' ? {} : { protected: part.protectedText }),
        ...(Object.keys(part.unprotectedHeader).length === 0
          ? {}
          : { header: { ...part.unprotectedHeader } }),
      },
      key,
      { algorithms: [alg], crit: extensionsOf(part) },
    );
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** Unknown extensions are a failure of their own, see `checkCritical`; here they must not hide what the signature is. */
function extensionsOf({ protectedHeader }: SignaturePart): Record<string, boolean> {
  const crit = memberOf(protectedHeader, 'crit');
  const names = Array.isArray(crit) ? crit.filter((name) => typeof name === 'string' && name !== 'b64') : [];
  return Object.fromEntries(names.map((name) => [name, true]));
}

/** RSA keys below 2048 bits, and those whose type says that they are for PSS (RFC 4055 section 1.2). */
export function isRefusedByJose(key: KeyObject): boolean {
  const { modulusLength = MIN_RSA_BITS } = key.asymmetricKeyDetails ?? {};
  return modulusLength < MIN_RSA_BITS || key.asymmetricKeyType === 'rsa-pss';
}

/** For a user who allows a weak key, or who wants to know whether it did sign beside that it is weak. */
function isSignedByRsa(key: KeyObject, alg: string, signature: Uint8Array, signingInput: string): boolean {
  return cryptoVerify(
    `sha${alg.slice(2)}`,
    Buffer.from(signingInput),
    { key, ...rsaPadding(alg) },
    signature,
  );
}

/** How RSA signatures are padded. @see RFC 7518 sections 3.3 and 3.5 (the salt is as long as the hash) */
export const rsaPadding = (alg: string): { readonly padding: number; readonly saltLength?: number } =>
  alg.startsWith('PS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: constants.RSA_PKCS1_PADDING };
