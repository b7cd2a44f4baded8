import { AuthctlError } from '../../errors.js';
import type { Session } from '../../session/session.js';
import { oauthError } from './oauth-failure.js';
import { type StoredClientPorts, storedClient } from './stored-client.js';

const TIMEOUT_MS = 10_000;

/**
 * Has the server take back the tokens of a session (RFC 7009): the refresh token first, since with it new access tokens
 * could be had.
 *
 * @throws {AuthctlError} `SERVER_UNREACHABLE`, `ANSWER_UNUSABLE`, `LOGIN_REFUSED` where it does not.
 */
export async function revokeSession(session: Session, ports: StoredClientPorts): Promise<void> {
  const { client, credential, flow } = session;
  if (client?.revocationEndpoint === undefined || credential.kind !== 'bearer') {
    throw new AuthctlError('DEFECT', `session '${session.name}' has nothing to revoke`);
  }
  const library = await import('openid-client');
  try {
    const config = await storedClient(library, client, ports, TIMEOUT_MS);
    if (credential.refreshToken !== undefined) {
      await library.tokenRevocation(config, credential.refreshToken, { token_type_hint: 'refresh_token' });
    }
    await library.tokenRevocation(config, credential.accessToken, { token_type_hint: 'access_token' });
  } catch (error) {
    throw oauthError(error, { issuer: client.issuer, flow, clientId: client.clientId });
  }
}
