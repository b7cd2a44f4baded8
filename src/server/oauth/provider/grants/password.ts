import { errors } from 'oidc-provider';
import type { OwnGrant } from './grant.js';
import { issueForUser, optional, required } from './issue-for-user.js';

/** RFC 6749 section 4.3: for clients that cannot do better, and for those who want to see why (RFC 9700 section 2.4). */
export const passwordGrant: OwnGrant = {
  type: 'password',
  parameters: ['username', 'password', 'scope', 'resource'],
  async handle({ provider, host, ctx }) {
    const user = await host.users.authenticate(required(ctx, 'username'), required(ctx, 'password'));
    if (!user) throw new errors.InvalidGrant('wrong username or password');
    const scope = optional(ctx, 'scope') ?? host.scopesOf(user.role).join(' ');
    const resource = ctx.oidc.params?.resource;
    await issueForUser(provider, host, ctx, { user, scope, resource, gty: 'password' });
  },
};
