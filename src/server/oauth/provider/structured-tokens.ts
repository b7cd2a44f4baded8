import type { KoaContextWithOIDC } from 'oidc-provider';
import { endpoints } from '../endpoints.js';
import type { IssuerHost } from '../host.js';
import type { Context, Next } from './context.js';

/**
 * Introspection (RFC 7662) and revocation (RFC 7009) of this server's access tokens, which are JWTs: the engine
 * authenticates the client and then knows only opaque tokens.
 */
export function structuredTokens(host: IssuerHost) {
  return async (ctx: Context, next: Next): Promise<void> => {
    await next();
    const body = ctx.body as { readonly error?: string } | undefined;
    if (body?.error !== 'unsupported_token_type') return;
    const { client, params } = (ctx as KoaContextWithOIDC).oidc;
    const claims = await host.claimsOf(String(params?.token));
    const isOwn = claims?.client_id === client?.clientId;
    const isPublic = client?.clientAuthMethod === 'none';
    ctx.status = 200;
    if (ctx.path === endpoints.introspection) {
      ctx.body = claims && (isOwn || !isPublic) ? introspected(claims) : { active: false };
      return;
    }
    ctx.body = '';
    if (!claims) return;
    if (isOwn) host.revoke(String(claims.jti), Number(claims.exp));
    else refuse(ctx);
  };
}

/** RFC 7662 section 2.2; the claims of the API are there too, so that a resource server needs nothing else. */
const introspected = (claims: Readonly<Record<string, unknown>>): object => ({
  ...claims,
  active: true,
  token_type: 'cnf' in claims ? 'DPoP' : 'Bearer',
});

/** RFC 7009 section 2.1: "the request is refused and the client is informed of the error". */
function refuse(ctx: Context): void {
  ctx.status = 400;
  ctx.body = {
    error: 'invalid_request',
    error_description: 'client is not authorized to revoke the presented token',
  };
}
