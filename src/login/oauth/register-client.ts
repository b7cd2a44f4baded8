import { AuthctlError } from '../../errors.js';
import type { OAuthLibrary } from './exchange.js';
import { fetchOverHttp } from './fetch-over-http.js';
import type { Issuer } from './find-issuer.js';
import type { OAuthFlow } from './flows/oauth-flow.js';
import type { OAuthLogin, RequestedClient } from './oauth-login-request.js';
import type { OAuthPorts } from './oauth-ports.js';
import { tolerantOfRegistration } from './tolerant-fetch.js';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

/**
 * Registers a new client at a server that lets anybody, or whoever has an initial access token, do so. A server may make
 * another client of it than was asked for: one with a secret.
 *
 * @throws {AuthctlError} `ANSWER_UNUSABLE` where the server has no registration; what the library throws.
 * @see RFC 7591 sections 2 and 3; RFC 8252 section 8.4 (a native client is public)
 */
export async function registerClient(
  library: OAuthLibrary,
  request: OAuthLogin,
  { issuer, flow, ports }: { readonly issuer: Issuer; readonly flow: OAuthFlow; readonly ports: OAuthPorts },
): Promise<Extract<RequestedClient, { kind: 'known' }>> {
  const { registration_endpoint: endpoint, issuer: name } = issuer.metadata;
  if (endpoint === undefined) {
    throw new AuthctlError('ANSWER_UNUSABLE', `${name} registers no clients by itself`, {
      hint: 'have a client registered there, and name it with --client-id',
    });
  }
  const { client } = request;
  const token = client.kind === 'register' ? client.initialAccessToken : undefined;
  const registered = await library.dynamicClientRegistration(
    new URL(issuer.source),
    metadataFor(request, flow, issuer.metadata.grant_types_supported ?? []),
    undefined,
    {
      [library.customFetch]: tolerantOfRegistration(fetchOverHttp(ports.http, request), endpoint),
      execute: [library.allowInsecureRequests],
      ...(token === undefined ? {} : { initialAccessToken: token }),
    },
  );
  const {
    client_id: id,
    client_secret: secret,
    token_endpoint_auth_method: method,
  } = registered.clientMetadata();
  ports.keepSecret(secret);
  ports.tell({ kind: 'registered', clientId: id, endpoint });
  return { kind: 'known', id, ...(secret === undefined || method === 'none' ? {} : { secret }) };
}

function metadataFor({ callback, scope }: OAuthLogin, flow: OAuthFlow, grants: readonly string[]) {
  const common = { client_name: 'authctl', ...(scope ? { scope } : {}) };
  if (!flow.interactive) {
    return {
      ...common,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic',
    };
  }
  const host = callback.host.includes(':') ? `[${callback.host}]` : callback.host;
  // Without a port: RFC 8252 section 7.3 has the server take any.
  const port = callback.port === 0 ? '' : `:${callback.port}`;
  return {
    ...common,
    application_type: 'native',
    redirect_uris: [`http://${host}${port}${callback.path}`],
    response_types: ['code'],
    grant_types: [
      'authorization_code',
      ...(grants.includes('refresh_token') ? ['refresh_token'] : []),
      ...(grants.includes(DEVICE) ? [DEVICE] : []),
    ],
    token_endpoint_auth_method: 'none',
  };
}
