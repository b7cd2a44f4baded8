/// <reference path="../oidc-provider-internals.d.ts" />
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import { issueTokens } from 'oidc-provider/lib/helpers/grant_common.js';
import * as grantHelpers from 'oidc-provider/lib/helpers/grants.js';
import type { User } from '../../../users.js';
import type { IssuerHost } from '../../host.js';
import { askedScopes, resourcesOf, saveGrant } from '../grant-consent.js';

/** What a grant without a browser ends in. */
export interface UserGrant {
  readonly user: User;
  /** What is asked for; the user's role may narrow it further. */
  readonly scope: string;
  readonly resource: unknown;
  /** Short name of the grant, for the tokens that come of it. */
  readonly gty: string;
}

/** Puts tokens for a user into the answer, in the name of the client that is authenticated. */
export async function issueForUser(
  provider: Provider,
  host: IssuerHost,
  ctx: KoaContextWithOIDC,
  { user, scope, resource, gty }: UserGrant,
): Promise<void> {
  const { client } = ctx.oidc;
  if (!client) throw new errors.InvalidClient('client is not authenticated', 'no client in the context');
  const dPoP = await grantHelpers.validateDpop(provider, ctx);
  grantHelpers.checkDpopRequired(provider, ctx, dPoP);
  grantHelpers.validateClientScope(provider, ctx, scope.split(' '));
  const [target = host.issuer, ...others] = resourcesOf(resource, host.issuer);
  if (others.length > 0) throw new errors.InvalidTarget('only one resource can be asked for');
  const asked = askedScopes(host, scope, user.role);
  const grantId = await saveGrant(provider, {
    user,
    clientId: client.clientId,
    resources: [target],
    ...asked,
  });
  const grant = await provider.Grant.find(grantId);
  if (!grant) throw new Error('a grant is gone as soon as it was saved');
  ctx.oidc.entity('Grant', grant);
  const source = new provider.AuthorizationCode({
    accountId: String(user.id),
    client,
    grantId,
    gty,
    resource: target,
    scope: asked.allowed.join(' '),
  } as ConstructorParameters<Provider['AuthorizationCode']>[0]);
  await issueTokens(provider, boundTo(provider), ctx, source, grant, { gty, entityLabel: gty, dPoP });
}

const boundTo = (provider: Provider): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(grantHelpers).map(([name, helper]) => [
      name,
      (...rest: unknown[]) => (helper as (...all: unknown[]) => unknown)(provider, ...rest),
    ]),
  );

/** The value of a parameter that must be there. */
export function required(ctx: KoaContextWithOIDC, name: string): string {
  const value = ctx.oidc.params?.[name];
  if (typeof value !== 'string' || value === '') {
    throw new errors.InvalidRequest(`missing required parameter '${name}'`);
  }
  return value;
}

/** The value of a parameter that may be absent; sent empty counts as absent (RFC 6749 section 3.2). */
export function optional(ctx: KoaContextWithOIDC, name: string): string | undefined {
  const value = ctx.oidc.params?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
