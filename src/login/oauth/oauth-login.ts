import type { Configuration, ServerMetadata } from 'openid-client';
import type { Http } from '../../ports/http.js';
import type { BearerCredential, OAuthClient, Session } from '../../session/session.js';
import type { LoginResult } from '../login-result.js';
import { chooseOAuthFlow } from './choose-oauth-flow.js';
import { authenticationOf, clientAuth } from './client-authentication.js';
import { DpopBinding, type Exchange, type Granted, type OAuthLibrary } from './exchange.js';
import { fetchOverHttp } from './fetch-over-http.js';
import { findIssuer, type Issuer } from './find-issuer.js';
import type { OAuthFlow } from './flows/oauth-flow.js';
import { grantedCredential } from './granted-credential.js';
import { askedFor } from './kept-grant.js';
import { oauthError } from './oauth-failure.js';
import type { OAuthLogin } from './oauth-login-request.js';
import type { OAuthPorts } from './oauth-ports.js';
import { registerClient } from './register-client.js';
import { ServerClock } from './server-clock.js';
import { tolerantOfDevices } from './tolerant-fetch.js';
import { whoLoggedIn } from './who-logged-in.js';

/**
 * Logs in at an OAuth server, and finds out who that was. Nothing is stored.
 *
 * @throws {AuthctlError} `LOGIN_REFUSED`; `SERVER_UNREACHABLE`; `ANSWER_UNUSABLE`; `ADDRESS_UNAVAILABLE` where nothing can
 * listen for the browser; `USAGE`, `KEY_UNUSABLE` for what was handed over; `INTERRUPTED`.
 */
export async function oauthLogin(request: OAuthLogin, ports: OAuthPorts): Promise<LoginResult> {
  const clock = new ServerClock(ports.http, ports.now);
  const http: Http = clock;
  const issuer = await findIssuer(http, request.server, request.timeoutMs);
  const library = await import('openid-client');
  const flow = chooseOAuthFlow(request, issuer.metadata);
  const place = { ...ports, http };
  try {
    const client = await clientOf(library, request, { issuer, flow, ports: place });
    ports.tell({
      kind: 'flow',
      flow: flow.name,
      issuer: issuer.metadata.issuer,
      clientId: client.description.clientId,
      namedBy: issuer.api?.source,
    });
    const exchange = exchangeOf(library, client.config, { request, ports: place, issuer, flow });
    if (request.dpop) await exchange.dpop.begin();
    const granted = await flow.obtain(exchange);
    const asked = askedFor(request, granted.flow);
    return await resultOf(exchange, granted, { ...client.description, ...(asked ? { asked } : {}) });
  } catch (error) {
    throw oauthError(error, {
      issuer: issuer.metadata.issuer,
      flow: flow.name,
      clientId: request.client.kind === 'known' ? request.client.id : 'the new client',
      redirectUri: `http://${request.callback.host}:${request.callback.port}${request.callback.path}`,
      scopesSupported: issuer.metadata.scopes_supported,
      clockAhead: clock.ahead,
    });
  }
}

interface Setting {
  readonly issuer: Issuer;
  readonly flow: OAuthFlow;
  readonly ports: OAuthPorts;
}

interface Client {
  readonly config: Configuration;
  /** What is stored of it. */
  readonly description: OAuthClient;
}

/** The client as it was named, or newly registered, ready to send requests. */
async function clientOf(library: OAuthLibrary, request: OAuthLogin, setting: Setting): Promise<Client> {
  const { metadata } = setting.issuer;
  const known =
    request.client.kind === 'known' ? request.client : await registerClient(library, request, setting);
  const authentication = authenticationOf(known, metadata);
  if ('secret' in authentication) setting.ports.keepSecret(authentication.secret);
  const config = new library.Configuration(
    metadata,
    known.id,
    {
      // The library's clock is the machine's; this one is the command's.
      [library.clockSkew]: setting.ports.now() - Math.floor(Date.now() / 1000),
      ...(authentication.method === 'tls_client_auth' ? { use_mtls_endpoint_aliases: true } : {}),
    },
    await clientAuth(library, authentication, known.key?.text),
  );
  config[library.customFetch] = tolerantOfDevices(
    fetchOverHttp(setting.ports.http, request),
    metadata.device_authorization_endpoint,
  );
  // Which addresses may be plain HTTP is decided for each request, by `fetchOverHttp`.
  library.allowInsecureRequests(config);
  library.enableNonRepudiationChecks(config);
  return { config, description: describe(metadata, known.id, authentication, request) };
}

function describe(
  metadata: ServerMetadata,
  clientId: string,
  authentication: OAuthClient['authentication'],
  { resource, audience }: OAuthLogin,
): OAuthClient {
  const { issuer, end_session_endpoint, mtls_endpoint_aliases: aliases } = metadata;
  // RFC 8705 section 5: where the certificate is asked for.
  const own = authentication.method === 'tls_client_auth' ? { ...metadata, ...aliases } : metadata;
  const { token_endpoint = '', revocation_endpoint } = own;
  return {
    issuer,
    tokenEndpoint: token_endpoint,
    ...(revocation_endpoint === undefined ? {} : { revocationEndpoint: revocation_endpoint }),
    ...(end_session_endpoint === undefined ? {} : { endSessionEndpoint: end_session_endpoint }),
    clientId,
    authentication,
    ...(resource.length === 0 ? {} : { resource }),
    ...(audience === undefined ? {} : { audience }),
  };
}

function exchangeOf(
  library: OAuthLibrary,
  config: Configuration,
  { request, ports, issuer, flow }: Setting & { readonly request: OAuthLogin },
): Exchange {
  const speaksOpenId = issuer.metadata.scopes_supported?.includes('openid') ?? false;
  const usual = flow.interactive && speaksOpenId ? 'openid' : undefined;
  const named = request.resource.length === 0 && issuer.api ? [issuer.api.resource] : request.resource;
  return {
    library,
    config,
    request: { ...request, resource: named },
    ports,
    clientId: config.clientMetadata().client_id,
    scope: request.scope === undefined ? usual : request.scope || undefined,
    dpop: new DpopBinding(library, config, ports),
  };
}

async function resultOf(
  exchange: Exchange,
  { response, flow }: Granted,
  client: OAuthClient,
): Promise<LoginResult> {
  const { request, ports, dpop, scope } = exchange;
  const credential = {
    // RFC 6749 section 5.1: what is not said is as it was asked for.
    ...(scope === undefined ? {} : { scope }),
    ...grantedCredential(response, request.refreshToken, ports.now(), dpop.key),
  };
  keepSecrets(ports, credential);
  if (dpop.key && !credential.dpopKey) ports.tell({ kind: 'dpop-ignored' });
  const who = await whoLoggedIn(exchange, credential);
  const session: Session = {
    name: request.name ?? who.username,
    server: request.server,
    flow,
    username: who.username,
    role: who.role,
    client: {
      ...client,
      ...(exchange.request.resource.length ? { resource: exchange.request.resource } : {}),
    },
    credential,
    createdAt: ports.now(),
  };
  return { session, foundAt: '/access_token', roleSource: who.roleSource };
}

function keepSecrets(ports: OAuthPorts, { accessToken, refreshToken, idToken }: BearerCredential): void {
  const opaque = [accessToken, idToken].filter(
    (token) => token && !/^eyJ[\w-]*\.[\w-]*\.[\w-]+$/.test(token),
  );
  ports.keepSecret(refreshToken, ...opaque);
}
