import { createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { type JsonObject, memberOf } from '../json.js';

/** The keys of a larger set are not all tried. */
const MOST_KEYS = 16;

/** How public keys are written where a careless verifier reads them: PEM with and without a line end, and DER. */
export function publicKeyTexts(keys: readonly JsonObject[]): readonly (string | Uint8Array)[] {
  return keys
    .filter((jwk) => memberOf(jwk, 'kty') !== 'oct')
    .slice(0, MOST_KEYS)
    .flatMap((jwk) => {
      const key = publicKey(jwk);
      return key === undefined ? [] : textsOf(key);
    });
}

function publicKey(jwk: JsonObject): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' } as unknown as JsonWebKeyInput);
  } catch {
    return undefined;
  }
}

function textsOf(key: KeyObject): readonly (string | Uint8Array)[] {
  const pems = [key.export({ type: 'spki', format: 'pem' })];
  if (key.asymmetricKeyType === 'rsa') pems.push(key.export({ type: 'pkcs1', format: 'pem' }));
  const spki = key.export({ type: 'spki', format: 'der' });
  return [...pems.map(String).flatMap((pem) => [pem, pem.trimEnd()]), spki];
}
