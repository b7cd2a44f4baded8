import type { IssuerHost } from './oauth/host.js';
import type { ServerSettings } from './settings.js';
import type { ServerState } from './state.js';
import { identityClaims } from './user-claims.js';

/** The server's state, as its authorization server sees it. */
export function issuerHost(state: ServerState): IssuerHost {
  return {
    issuer: state.issuer,
    port: state.port,
    get key() {
      return state.keys.current;
    },
    get identityKey() {
      const { identity } = state.keys;
      if (!identity) throw new Error('the key of ID tokens is asked for before it is there');
      return identity;
    },
    clock: state.clock,
    prepare: () => state.keys.prepare(),
    get basis() {
      return state.settings;
    },
    get clients() {
      return state.settings.clients;
    },
    get tokens() {
      return state.settings.tokens;
    },
    get audiences() {
      return [state.issuer, ...(state.settings.audiences ?? [])];
    },
    get trustedIssuers() {
      return state.settings.trustedIssuers ?? [];
    },
    get users() {
      return state.users;
    },
    identityOf: (user) => ({ ...identityClaims(user), ...state.users.claimsOf(user.id) }),
    scopesOf: (role) => state.settings.roles.find(({ name }) => name === role)?.permissions ?? [],
    get leastRole() {
      return state.settings.roles[0]?.name ?? '';
    },
    get apiScopes() {
      return apiScopesOf(state.settings);
    },
    autoLogin: state.autoLogin,
    acceptsLoginHint: state.isLocal,
    async claimsOf(accessToken) {
      const verdict = await state.tokens.verify(accessToken);
      return verdict.valid ? verdict.claims : undefined;
    },
    get policy() {
      return state.policy;
    },
    revoke: (jti, expiresAt) => state.revoked.set(jti, true, expiresAt),
  };
}

/** Every scope that a role has. */
export const apiScopesOf = ({ roles }: Pick<ServerSettings, 'roles'>): readonly string[] => [
  ...new Set(roles.flatMap(({ permissions }) => permissions)),
];
