import { CompactEncrypt } from 'jose';
import type { EncryptionKey } from './keys/encryption-key.js';

/** How the content is encrypted: AES in GCM with 256 bits. @see RFC 7518 section 5.3 */
const CONTENT_ENCRYPTION = 'A256GCM';

/**
 * Puts a signed token into an encrypted one, so that only the recipient can read it: a nested JWT.
 *
 * @param token - a compact JWS; signed first, because encryption says nothing of who sent it.
 * @see RFC 7519 sections 5.2 (`cty`) and 11.2 (sign, then encrypt), RFC 7516 section 5.1
 */
export async function encryptToken(token: string, { key, algorithm, kid }: EncryptionKey): Promise<string> {
  return new CompactEncrypt(Buffer.from(token))
    .setProtectedHeader({
      alg: algorithm,
      enc: CONTENT_ENCRYPTION,
      cty: 'JWT',
      ...(kid === undefined ? {} : { kid }),
    })
    .encrypt(key);
}
