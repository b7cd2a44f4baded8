import { endpoints } from '../endpoints.js';
import type { Context, Next } from './context.js';

interface BrowserSession {
  readonly authorizations?: Readonly<Record<string, { readonly grantId?: string }>>;
}

/**
 * A person who logs out ends what clients may do in her name, save those that she lets in while she is away (OpenID
 * Connect Core section 11). The engine would end only tokens that die with the browser's session anyway.
 */
export async function logoutEndsGrants(ctx: Context, next: Next): Promise<void> {
  await next();
  if (ctx.path !== `${endpoints.endSession}/confirm` || !ctx.oidc?.params?.logout || ctx.status !== 303)
    return;
  const { authorizations = {} } = (ctx.oidc.session ?? {}) as BrowserSession;
  const grants = Object.values(authorizations).flatMap(({ grantId }) => grantId ?? []);
  await Promise.all(grants.map((grantId) => endGrant(ctx, grantId)));
}

async function endGrant({ oidc: { provider } }: Context, grantId: string): Promise<void> {
  const grant = await provider.Grant.find(grantId);
  if (!grant || grant.getOIDCScope().split(' ').includes('offline_access')) return;
  await provider.AccessToken.revokeByGrantId(grantId);
  await provider.RefreshToken.revokeByGrantId(grantId);
  await grant.destroy();
}
