import type { TokenEndpointResponse } from 'openid-client';
import type { BearerCredential, DpopKey } from '../../session/session.js';
import { bearerFrom } from '../bearer.js';

/**
 * What a token endpoint granted, as it is stored (RFC 6749 section 5.1).
 *
 * @param kept - the refresh token that was sent: a server that issues no new one lets it live (section 6).
 * @param now - seconds since the epoch; `expires_in` counts from here.
 * @param dpopKey - the key of the proofs that were sent; kept only where the server bound the token to it.
 */
export function grantedCredential(
  response: TokenEndpointResponse,
  kept: string | undefined,
  now: number,
  dpopKey: DpopKey | undefined,
): BearerCredential {
  const { access_token, refresh_token, id_token, scope, expires_in, token_type } = response;
  return {
    ...bearerFrom(
      { accessToken: access_token, refreshToken: refresh_token ?? kept, expiresIn: expires_in },
      now,
    ),
    ...(id_token === undefined ? {} : { idToken: id_token }),
    ...(scope ? { scope } : {}),
    ...(dpopKey && token_type.toLowerCase() === 'dpop' ? { dpopKey } : {}),
  };
}
