import type { Call, Route } from '../route.js';

/**
 * RFC 8414 section 2. Only what is served is named: tokens come from `POST /login`, so there is no authorization and no
 * token endpoint yet, and the lists that a client would otherwise fill with defaults are given as empty.
 */
const authorizationServer = ({ state: { issuer } }: Call) => ({
  issuer,
  jwks_uri: `${issuer}/jwks.json`,
  response_types_supported: [],
  grant_types_supported: [],
  service_documentation: `${issuer}/openapi.json`,
});

/** OpenID Connect Discovery 1.0 section 3, on the same terms: what verifying this server's tokens takes. */
const openidConfiguration = (call: Call) => ({
  ...authorizationServer(call),
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: [call.state.settings.tokens.algorithm],
  claims_supported: ['iss', 'sub', 'aud', 'exp', 'iat', 'id', 'username', 'role', 'roles'],
});

/** Documents with specifications of their own; not part of the API, so not in its description. */
export function metadataRoutes(openapi: (call: Call) => object): readonly Route[] {
  const document = (path: string, body: (call: Call) => object): Route => ({
    method: 'GET',
    path,
    access: 'public',
    handle: (call) => ({ status: 200, body: body(call), indent: 2 }),
  });
  return [
    document('/.well-known/openid-configuration', openidConfiguration),
    document('/.well-known/oauth-authorization-server', authorizationServer),
    document('/jwks.json', ({ state }) => state.keys.jwks),
    document('/openapi.json', openapi),
  ];
}
