import { randomBytes } from 'node:crypto';
import {
  type AsymmetricSigningAlgorithm,
  type Client,
  type Configuration,
  errors,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { CLIENT_AUTHENTICATION } from '../../settings.js';
import { endpoints } from '../endpoints.js';
import type { IssuerHost } from '../host.js';
import {
  ASSERTION_ALGORITHMS,
  IDENTITY_CLAIMS,
  IDENTITY_SCOPES,
  idTokenAlgorithms,
  PROOF_ALGORITHMS,
} from '../metadata.js';
import { errorPage } from '../pages/error.js';
import { clientMetadata } from './client-metadata.js';
import { devicePages, logoutPages } from './engine-pages.js';
import { interactionPolicy } from './interaction-policy.js';
import { sendPage } from './send-page.js';
import type { OAuthStore } from './store.js';

/** What oidc-provider is told; every setting that it would otherwise talk about on the console is here. */
export function configurationOf(host: IssuerHost, store: OAuthStore, secrets: EngineSecrets): Configuration {
  const { tokens, key, identityKey, clients } = host;
  return {
    adapter: (model: string) => store.adapter(model, host.clock.now),
    clients: clients.map((client) => clientMetadata(client, key.alg)),
    jwks: { keys: [...new Set([key.privateJwk, identityKey.privateJwk])] } as NonNullable<
      Configuration['jwks']
    >,
    enabledJWA: {
      idTokenSigningAlgValues: [...idTokenAlgorithms(key.alg)] as AsymmetricSigningAlgorithm[],
      dPoPSigningAlgValues: [...PROOF_ALGORITHMS],
      clientAuthSigningAlgValues: [...ASSERTION_ALGORITHMS],
    },
    cookies: {
      keys: [secrets.cookies],
      names: {
        session: `oauth-${host.port}`,
        interaction: `oauth-interaction-${host.port}`,
        resume: `oauth-resume-${host.port}`,
      },
      long: { httpOnly: true, sameSite: 'lax' },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    clientAuthMethods: [...CLIENT_AUTHENTICATION],
    scopes: [...IDENTITY_SCOPES, ...host.apiScopes],
    claims: { openid: ['sub', ...IDENTITY_CLAIMS], profile: [...IDENTITY_CLAIMS] },
    responseTypes: ['code'],
    pkce: { required: (_ctx, client) => host.policy.requiresPkce && client.clientAuthMethod === 'none' },
    conformIdTokenClaims: true,
    routes: routesOfEngine,
    clientBasedCORS: (_ctx, origin, client) => mayCall(origin, client.redirectUris ?? []),
    interactions: {
      url: (_ctx, { uid }) => `${endpoints.interaction}/${uid}`,
      policy: interactionPolicy(host),
    },
    findAccount: (_ctx, sub) => {
      const user = host.users.get(Number(sub));
      return (
        user && {
          accountId: sub,
          claims: () => ({ sub, preferred_username: user.username, ...host.identityOf(user) }),
        }
      );
    },
    extraTokenClaims: (ctx, token) => ({
      ...ownClaims(host, token),
      ...(ctx.state.act ? { act: ctx.state.act } : {}),
    }),
    // A token that is refreshed outlives the browser's session; a logout ends it nevertheless.
    expiresWithSession: () => false,
    issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token') && !isExchange(ctx),
    rotateRefreshToken: () => host.policy.rotatesRefreshTokens,
    renderError: (ctx, out) => sendPage(ctx, errorPage(out)),
    ttl: {
      AccessToken: tokens.lifetime,
      ClientCredentials: tokens.lifetime,
      IdToken: tokens.idTokenLifetime,
      RefreshToken: tokens.refreshLifetime,
      AuthorizationCode: LIFETIMES.authorizationCode,
      DeviceCode: LIFETIMES.deviceCode,
      Interaction: LIFETIMES.interaction,
      Session: tokens.sessionLifetime,
      Grant: Math.max(tokens.refreshLifetime, tokens.lifetime, LIFETIMES.deviceCode),
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      clientCredentials: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true, nonceSecret: secrets.dpopNonce, requireNonce: () => true },
      deviceFlow: { enabled: true, charset: 'base-20', mask: '****-****', ...devicePages },
      introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => mayIntrospect(client, token) },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId,
      },
      registration: { enabled: true },
      registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
      rpInitiatedLogout: { enabled: true, ...logoutPages },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_ctx, _client, oneOf) => chosenResource(host.issuer, oneOf),
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => resourceServer(resource, host),
      },
    },
  };
}

/** How long what is not configured is good for, in seconds. */
export const LIFETIMES = {
  /** RFC 6749 section 4.1.2: 10 minutes at most; a program needs seconds. */
  authorizationCode: 60,
  deviceCode: 600,
  /** For a person to log in and consent. */
  interaction: 600,
} as const;

/** Random values of one engine: what it signs its cookies and its DPoP nonces with. */
export interface EngineSecrets {
  readonly cookies: string;
  readonly dpopNonce: Buffer;
}

export const makeSecrets = (): EngineSecrets => ({
  cookies: randomBytes(32).toString('base64url'),
  dpopNonce: randomBytes(32),
});

/** What was exchanged can be exchanged again; it is not prolonged (RFC 8693 section 2.2.1). */
const isExchange = ({ oidc }: KoaContextWithOIDC): boolean =>
  /:(token-exchange|jwt-bearer)$/.test(String(oidc.params?.grant_type));

const routesOfEngine = {
  authorization: endpoints.authorization,
  code_verification: endpoints.device,
  device_authorization: endpoints.deviceAuthorization,
  end_session: endpoints.endSession,
  introspection: endpoints.introspection,
  jwks: '/jwks.json',
  pushed_authorization_request: endpoints.pushedAuthorization,
  registration: endpoints.registration,
  revocation: endpoints.revocation,
  token: endpoints.token,
};

/** RFC 9068 section 2.2.3: who the token stands for, in the words of this API. */
function ownClaims(host: IssuerHost, token: { readonly kind: string }): Record<string, unknown> | undefined {
  const { accountId, clientId } = token as { readonly accountId?: string; readonly clientId?: string };
  if (accountId === undefined) {
    const role = host.clients.find(({ id }) => id === clientId)?.role ?? host.leastRole;
    return { id: clientId, username: clientId, role, roles: [role] };
  }
  const user = host.users.get(Number(accountId));
  return user && host.identityOf(user);
}

/** A public client learns of its own tokens only (RFC 7662 section 4: the caller must be entitled). */
const mayIntrospect = (client: Client, token: { readonly clientId?: string | undefined }): boolean =>
  client.clientAuthMethod !== 'none' || client.clientId === token.clientId;

/** RFC 8707 section 2: where several were granted and none is asked for, this server's own API, or the first. */
function chosenResource(own: string, oneOf: readonly string[] | undefined): string {
  if (oneOf === undefined || oneOf.includes(own)) return own;
  return oneOf[0] ?? own;
}

function resourceServer(resource: string, { audiences, apiScopes, key }: IssuerHost) {
  if (!audiences.includes(resource)) throw new errors.InvalidTarget('no such resource is served here');
  return {
    scope: [...IDENTITY_SCOPES, ...apiScopes].join(' '),
    audience: resource,
    accessTokenFormat: 'jwt' as const,
    jwt: { sign: { alg: key.alg as AsymmetricSigningAlgorithm } },
  };
}

/** A page may call where its client is sent back to; on loopback, ports do not count (RFC 8252 section 7.3). */
function mayCall(origin: string, redirectUris: readonly string[]): boolean {
  const site = siteOf(origin);
  return redirectUris.some((uri) => siteOf(uri) === site);
}

function siteOf(url: string): string {
  const { protocol, hostname, host } = new URL(url);
  return `${protocol}//${/^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname) ? hostname : host}`;
}
