import type { Interaction, Provider } from 'oidc-provider';
import type { User } from '../../users.js';
import type { IssuerHost } from '../host.js';

/** What a client asks for, as far as a user can give it. */
export interface AskedScopes {
  readonly allowed: readonly string[];
  /** Scopes of the API that the user's role does not have. */
  readonly beyond: readonly string[];
}

export function askedScopes(host: IssuerHost, scope: string, role: string): AskedScopes {
  const asked = scope.split(' ').filter((name) => name !== '');
  const own = host.scopesOf(role);
  const isBeyond = (name: string) => host.apiScopes.includes(name) && !own.includes(name);
  return { allowed: asked.filter((name) => !isBeyond(name)), beyond: asked.filter(isBeyond) };
}

/** The resources that a request names (RFC 8707 section 2); the server's own API where it names none. */
export function resourcesOf(resource: unknown, own: string): readonly string[] {
  const named = [resource].flat().filter((one): one is string => typeof one === 'string' && one !== '');
  return named.length > 0 ? named : [own];
}

/** What a grant is for. */
export interface Consented extends AskedScopes {
  readonly user: User;
  readonly clientId: string;
  readonly resources: readonly string[];
}

/**
 * Writes down what a user lets a client do; added to what was written before, where there is something.
 *
 * @returns the grant's id.
 */
export async function saveGrant(provider: Provider, consented: Consented, earlier?: string): Promise<string> {
  const { user, clientId, allowed, beyond, resources } = consented;
  const found = earlier === undefined ? undefined : await provider.Grant.find(earlier);
  const grant = found ?? new provider.Grant({ accountId: String(user.id), clientId });
  if (allowed.length > 0) grant.addOIDCScope(allowed.join(' '));
  if (beyond.length > 0) grant.rejectOIDCScope(beyond.join(' '));
  for (const resource of resources) {
    if (allowed.length > 0) grant.addResourceScope(resource, allowed.join(' '));
    if (beyond.length > 0) grant.rejectResourceScope(resource, beyond.join(' '));
  }
  return grant.save();
}

/** The same from an interaction: who consents stands in its session. */
export function consentedIn(host: IssuerHost, { params }: Interaction, user: User): Consented {
  return {
    user,
    clientId: String(params.client_id),
    resources: resourcesOf(params.resource, host.issuer),
    ...askedScopes(host, String(params.scope ?? ''), user.role),
  };
}
