import { ID_TOKEN_ALGORITHM } from '../identity-keys.js';
import { CLIENT_AUTHENTICATION, GRANT_TYPES } from '../settings.js';
import { endpoints } from './endpoints.js';

/** What the metadata documents are written from. */
export interface MetadataSource {
  readonly issuer: string;
  /** How access tokens are signed, and ID tokens for clients that want them so. */
  readonly alg: string;
  readonly apiScopes: readonly string[];
}

/** Scopes that say what a client learns of a person, beside those of the API. */
export const IDENTITY_SCOPES = ['openid', 'profile', 'offline_access'] as const;

/** Claims of ID tokens and of the user-info answer, beside those that every ID token has. */
export const IDENTITY_CLAIMS = ['id', 'username', 'role', 'roles', 'preferred_username'] as const;

/** Algorithms of a DPoP proof: asymmetric ones only (RFC 9449 section 4.2). */
export const PROOF_ALGORITHMS = ['ES256', 'Ed25519', 'EdDSA', 'RS256', 'PS256'] as const;

/** How a client may sign an assertion that it authenticates with (RFC 7523 section 3). */
export const ASSERTION_ALGORITHMS = ['HS256', 'ES256', 'Ed25519', 'EdDSA', 'RS256', 'PS256'] as const;

/** How ID tokens can be signed, the default first. @see OpenID Connect Discovery section 3: RS256 must be among them */
export const idTokenAlgorithms = (alg: string): readonly string[] => [...new Set([ID_TOKEN_ALGORITHM, alg])];

/** RFC 8414 section 2, with what other specifications add. Known without the engine, which is told the same. */
export function authorizationServerMetadata({ issuer, alg, apiScopes }: MetadataSource): object {
  const at = (path: string) => `${issuer}${path}`;
  const authentication = {
    auth_methods_supported: CLIENT_AUTHENTICATION,
    auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
  };
  return {
    issuer,
    authorization_endpoint: at(endpoints.authorization),
    token_endpoint: at(endpoints.token),
    pushed_authorization_request_endpoint: at(endpoints.pushedAuthorization),
    device_authorization_endpoint: at(endpoints.deviceAuthorization),
    introspection_endpoint: at(endpoints.introspection),
    revocation_endpoint: at(endpoints.revocation),
    registration_endpoint: at(endpoints.registration),
    end_session_endpoint: at(endpoints.endSession),
    userinfo_endpoint: at(endpoints.userinfo),
    jwks_uri: at('/jwks.json'),
    service_documentation: at('/openapi.json'),
    scopes_supported: [...IDENTITY_SCOPES, ...apiScopes],
    response_types_supported: ['code'],
    response_modes_supported: ['form_post', 'fragment', 'query'],
    grant_types_supported: GRANT_TYPES,
    ...prefixed('token_endpoint_', authentication),
    ...prefixed('introspection_endpoint_', authentication),
    ...prefixed('revocation_endpoint_', authentication),
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    id_token_signing_alg_values_supported: idTokenAlgorithms(alg),
    subject_types_supported: ['public'],
    claims_supported: ['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', ...IDENTITY_CLAIMS],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    protected_resources: [issuer],
  };
}

const prefixed = (prefix: string, members: object): object =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [prefix + name, value]));

/** Where the API says what it is (RFC 9728 section 3). */
export const RESOURCE_METADATA = '/.well-known/oauth-protected-resource';

/** RFC 9728 section 2: what the demo API says of itself as a protected resource. */
export const protectedResourceMetadata = ({ issuer, apiScopes }: MetadataSource): object => ({
  resource: issuer,
  resource_name: 'authctl demo API',
  authorization_servers: [issuer],
  jwks_uri: `${issuer}/jwks.json`,
  scopes_supported: apiScopes,
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
  resource_documentation: `${issuer}/openapi.json`,
});
