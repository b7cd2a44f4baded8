import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { User } from '../../../users.js';
import type { IssuerHost } from '../../host.js';
import { readAssertion } from './assertion.js';
import type { GrantCall, OwnGrant } from './grant.js';
import { issueForUser, optional, required } from './issue-for-user.js';

const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:';
const ACCESS_TOKEN = `${TOKEN_TYPE}access_token`;
const JWT = `${TOKEN_TYPE}jwt`;
const ID_TOKEN = `${TOKEN_TYPE}id_token`;

/** Whom a token stands for. */
interface Subject {
  readonly user: User;
  /** What it may be exchanged for at most; undefined: whatever the user's role has. */
  readonly scope: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** RFC 8693: a token of this server, or of an issuer who is trusted, for another one with no more rights. */
export const tokenExchangeGrant: OwnGrant = {
  type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  parameters: [
    'subject_token',
    'subject_token_type',
    'actor_token',
    'actor_token_type',
    'requested_token_type',
    'scope',
    'resource',
    'audience',
  ],
  async handle(call) {
    const { provider, host, ctx } = call;
    const wanted = optional(ctx, 'requested_token_type') ?? ACCESS_TOKEN;
    if (wanted !== ACCESS_TOKEN && wanted !== JWT) {
      throw new errors.InvalidRequest('requested_token_type is not supported');
    }
    const subject = await subjectOf(call, 'subject');
    const actor = optional(ctx, 'actor_token') === undefined ? undefined : await subjectOf(call, 'actor');
    if (actor) ctx.state.act = actingAs(actor, subject);
    const resource = ctx.oidc.params?.resource ?? ctx.oidc.params?.audience;
    const scope = scopeOf(ctx, subject, host);
    await issueForUser(provider, host, ctx, { user: subject.user, scope, resource, gty: 'token_exchange' });
    Object.assign(ctx.body as object, { issued_token_type: wanted });
  },
};

async function subjectOf({ host, ctx }: GrantCall, who: 'subject' | 'actor'): Promise<Subject> {
  const token = required(ctx, `${who}_token`);
  const type = required(ctx, `${who}_token_type`);
  const subject = await readers[type]?.(token, host, ctx);
  if (subject === undefined) throw new errors.InvalidRequest(`${who}_token_type is not supported`);
  if (typeof subject !== 'string') return subject;
  throw new errors.InvalidRequest(`${who}_token is not accepted: ${subject}`);
}

type Reader = (token: string, host: IssuerHost, ctx: KoaContextWithOIDC) => Promise<Subject | string>;

async function ownAccessToken(token: string, host: IssuerHost): Promise<Subject | string> {
  const claims = await host.claimsOf(token);
  if (!claims) return 'it is no valid access token of this server';
  const user = claims.sub === claims.client_id ? undefined : host.users.get(Number(claims.sub));
  if (!user) return 'it is not about a user';
  return { user, scope: String(claims.scope ?? ''), claims };
}

async function ownIdToken(
  token: string,
  host: IssuerHost,
  ctx: KoaContextWithOIDC,
): Promise<Subject | string> {
  try {
    const { client, provider } = ctx.oidc;
    if (!client) return 'it was issued to another client';
    const { payload } = (await provider.IdToken.validate(token, client)) as {
      readonly payload: Readonly<Record<string, unknown>>;
    };
    const user = host.users.get(Number(payload.sub));
    return user ? { user, scope: undefined, claims: payload } : 'it is not about a user';
  } catch {
    return 'it is no valid ID token that was issued to this client';
  }
}

async function foreignJwt(token: string, host: IssuerHost): Promise<Subject | string> {
  const found = await readAssertion(token, host.trustedIssuers, host);
  return typeof found === 'string' ? found : { user: found.user, scope: undefined, claims: found.claims };
}

/** RFC 8693 section 3. */
const readers: Readonly<Record<string, Reader>> = {
  [ACCESS_TOKEN]: ownAccessToken,
  [ID_TOKEN]: ownIdToken,
  [JWT]: async (token, host) => {
    const own = await ownAccessToken(token, host);
    return typeof own === 'string' ? foreignJwt(token, host) : own;
  },
};

/** No more than the token had that is exchanged (RFC 8693 section 2.1, `scope`). */
function scopeOf(ctx: KoaContextWithOIDC, { user, scope: had }: Subject, host: IssuerHost): string {
  const most = had?.split(' ') ?? host.scopesOf(user.role);
  const asked = optional(ctx, 'scope')?.split(' ') ?? most.filter((name) => host.apiScopes.includes(name));
  const beyond = asked.find((name) => !most.includes(name));
  if (beyond !== undefined)
    throw new errors.InvalidScope('requested scope is more than the token has', beyond);
  return asked.join(' ');
}

/** RFC 8693 section 4.1: who acts now, and who acted before. */
function actingAs({ claims: { sub, client_id } }: Subject, { claims: { act } }: Subject): object {
  return { sub, ...(client_id === undefined ? {} : { client_id }), ...(act === undefined ? {} : { act }) };
}
