import { interactionPolicy as policies } from 'oidc-provider';
import type { IssuerHost } from '../host.js';

/**
 * When a person is asked to log in or to consent: as OpenID Connect Core section 3.1.2.3 has it. A request without a
 * scope is given the API's (RFC 6749 section 3.3: a default that is documented).
 */
export function interactionPolicy(host: IssuerHost): policies.DefaultPolicy {
  const policy = policies.base();
  policy.get('login')?.checks.add(
    new policies.Check('default_scope', 'never asks for anything', ({ oidc }) => {
      const { params, client } = oidc;
      if (params && params.scope === undefined) {
        const allowed = client?.scope?.split(' ') ?? host.apiScopes;
        params.scope = host.apiScopes.filter((scope) => allowed.includes(scope)).join(' ');
      }
      return policies.Check.NO_NEED_TO_PROMPT;
    }),
    0,
  );
  return policy;
}
