import type { Provider } from 'oidc-provider';
import type { DeviceDecision } from '../engine.js';
import type { IssuerHost } from '../host.js';
import { askedScopes, resourcesOf, saveGrant } from './grant-consent.js';

/**
 * Does what a person would do at the device page (RFC 8628 section 3.3).
 *
 * @param userCode - as the device shows it; dashes, spaces and case do not count.
 * @returns whether the code was there, undecided, and the user exists.
 */
export async function decideDevice(
  provider: Provider,
  host: IssuerHost,
  userCode: string,
  decision: DeviceDecision,
): Promise<boolean> {
  const code = await provider.DeviceCode.findByUserCode(userCode.toUpperCase().replace(/[^A-Z0-9]/g, ''));
  if (!code || code.accountId || code.error) return false;
  if (decision === 'deny') {
    Object.assign(code, { error: 'access_denied', errorDescription: 'the user refused' });
    await code.save();
    return true;
  }
  const user = host.users.get(decision.approveAs);
  if (!user || !code.clientId) return false;
  const resources = resourcesOf(code.params?.resource, host.issuer);
  const scope = String(code.params?.scope ?? host.apiScopes.join(' '));
  const asked = askedScopes(host, scope, user.role);
  Object.assign(code, {
    accountId: String(user.id),
    authTime: host.clock.now(),
    grantId: await saveGrant(provider, { user, clientId: code.clientId, resources, ...asked }),
    scope: asked.allowed.join(' '),
    resource: resources.length === 1 ? resources[0] : resources,
  });
  await code.save();
  return true;
}
