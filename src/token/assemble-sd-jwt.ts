import { AuthctlError } from '../errors.js';
import { parseJws } from './compact-jws.js';
import type { JwsToken, SdJwtToken } from './parsed-token.js';

/** Joins a signed token with what is disclosed of it. @param keyBinding - null where there is none. */
export function assembleSdJwt(
  jws: JwsToken,
  disclosures: readonly string[],
  keyBinding: string | null,
): SdJwtToken {
  const keyBindingToken = keyBinding === null ? null : keyBindingJwt(keyBinding);
  return { format: 'sd-jwt', jws, disclosures, keyBinding, keyBindingToken };
}

function keyBindingJwt(text: string): JwsToken | null {
  try {
    return parseJws(text.split('.', 6));
  } catch (error) {
    if (error instanceof AuthctlError) return null;
    throw error;
  }
}
