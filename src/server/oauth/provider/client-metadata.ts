import type { AsymmetricSigningAlgorithm, ClientMetadata } from 'oidc-provider';
import { ID_TOKEN_ALGORITHM } from '../../identity-keys.js';
import type { ClientSettings } from '../../settings.js';

/** A configured client in the words of RFC 7591 section 2, as if it had registered itself. @param alg - of access tokens. */
export function clientMetadata(client: ClientSettings, alg: string): ClientMetadata {
  const { id, name, secret, redirectUris, logoutUris = [], grants, native = false, jwks, scope } = client;
  const usesBrowser = grants.includes('authorization_code');
  return {
    client_id: id,
    ...(name === undefined ? {} : { client_name: name }),
    ...(secret === undefined ? {} : { client_secret: secret }),
    id_token_signed_response_alg: (client.idTokenAlgorithm === 'same'
      ? alg
      : ID_TOKEN_ALGORITHM) as AsymmetricSigningAlgorithm,
    token_endpoint_auth_method:
      client.authentication ?? (secret === undefined ? 'none' : 'client_secret_basic'),
    application_type: native ? 'native' : 'web',
    grant_types: [...grants],
    response_types: usesBrowser ? ['code'] : [],
    redirect_uris: usesBrowser ? [...redirectUris] : [],
    post_logout_redirect_uris: [...logoutUris],
    ...(jwks === undefined ? {} : { jwks: { keys: [...jwks.keys] } as NonNullable<ClientMetadata['jwks']> }),
    ...(scope === undefined ? {} : { scope }),
    dpop_bound_access_tokens: client.requireDpop ?? false,
    require_pushed_authorization_requests: client.requirePar ?? false,
  };
}
