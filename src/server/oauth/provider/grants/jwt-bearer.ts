import { createHash } from 'node:crypto';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { type Asserter, readAssertion } from './assertion.js';
import type { OwnGrant } from './grant.js';
import { issueForUser, optional, required } from './issue-for-user.js';

/** RFC 7523 section 2.1: an assertion that the client signs itself, or that an issuer makes who is trusted. */
export const jwtBearerGrant: OwnGrant = {
  type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  parameters: ['assertion', 'scope', 'resource'],
  async handle({ provider, host, ctx }) {
    const assertion = required(ctx, 'assertion');
    const asserters = [...signerOf(ctx), ...host.trustedIssuers];
    const found = await readAssertion(assertion, asserters, host);
    if (typeof found === 'string') throw new errors.InvalidGrant(`assertion: ${found}`);
    const { user, claims } = found;
    const id = claims.jti ?? createHash('sha256').update(assertion).digest('base64url');
    const isFirst = await provider.ReplayDetection.unique(String(claims.iss), id, Number(claims.exp));
    if (!isFirst) throw new errors.InvalidGrant('assertion was used already');
    const scope = optional(ctx, 'scope') ?? host.scopesOf(user.role).join(' ');
    await issueForUser(provider, host, ctx, {
      user,
      scope,
      resource: ctx.oidc.params?.resource,
      gty: 'jwt_bearer',
    });
  },
};

/** The client itself, where it has registered keys. */
function signerOf({ oidc: { client } }: KoaContextWithOIDC): readonly Asserter[] {
  return client?.jwks ? [{ issuer: client.clientId, jwks: client.jwks }] : [];
}
