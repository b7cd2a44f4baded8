import type { ServerMetadata } from 'openid-client';
import type { OAuthFlow } from './flows/oauth-flow.js';
import { oauthFlowNamed } from './flows/oauth-registry.js';
import type { OAuthLogin } from './oauth-login-request.js';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

/**
 * The flow that was asked for; else the one that fits what was handed over, and what the server says it has. Never the
 * password flow, and never the device flow where a browser could be used: `d` changes over to it.
 *
 * @see RFC 8414 section 2 (`grant_types_supported` and its default)
 */
export function chooseOAuthFlow(
  { flow, subjectToken, refreshToken }: Pick<OAuthLogin, 'flow' | 'subjectToken' | 'refreshToken'>,
  server: ServerMetadata,
): OAuthFlow {
  if (flow !== undefined) return oauthFlowNamed(flow);
  if (refreshToken !== undefined) return oauthFlowNamed('refresh');
  const grants = server.grant_types_supported ?? ['authorization_code', 'implicit'];
  if (subjectToken !== undefined) {
    const bearerOnly =
      grants.includes('urn:ietf:params:oauth:grant-type:jwt-bearer') &&
      !grants.includes('urn:ietf:params:oauth:grant-type:token-exchange');
    return oauthFlowNamed(bearerOnly ? 'jwt-bearer' : 'token-exchange');
  }
  if (grants.includes('authorization_code') && server.authorization_endpoint) return oauthFlowNamed('code');
  if (grants.includes(DEVICE) && server.device_authorization_endpoint) return oauthFlowNamed('device');
  return oauthFlowNamed('client-credentials');
}
