import type { JwsToken, ParsedToken } from './parsed-token.js';

/** The signed token in a token: itself, or the JWT of an SD-JWT. */
export function jwsOf(token: ParsedToken): JwsToken | null {
  if (token.format === 'sd-jwt') return token.jws;
  return token.format === 'jws' || token.format === 'unsecured' ? token : null;
}
