import type { DPoPOptions, TokenEndpointResponse } from 'openid-client';
import { AuthctlError } from '../../errors.js';
import { loginCommand } from '../../session/login-command.js';
import type { BearerCredential, OAuthClient, Session } from '../../session/session.js';
import { statedBy } from '../../session/stated.js';
import { importDpopKey } from './dpop-key.js';
import type { OAuthLibrary } from './exchange.js';
import { grantedCredential } from './granted-credential.js';
import { isInvalidGrant, oauthError } from './oauth-failure.js';
import { type StoredClientPorts, storedClient } from './stored-client.js';

export interface RenewalPorts extends StoredClientPorts {
  keepSecret(...values: readonly (string | undefined)[]): void;
}

const TIMEOUT_MS = 30_000;

/**
 * A session with new tokens: by its refresh token (RFC 6749 section 6), or by another client credentials grant
 * (section 4.4), for the same resource and audience, with a proof of the same key (RFC 9449 section 5).
 *
 * @throws {AuthctlError} `NOT_LOGGED_IN` where the server no longer takes the refresh token; `SERVER_UNREACHABLE`,
 * `ANSWER_UNUSABLE`, `LOGIN_REFUSED` as a login does.
 */
export async function renewSession(session: Session, ports: RenewalPorts): Promise<Session> {
  const { client, credential, flow } = session;
  if (client === undefined || credential.kind !== 'bearer') {
    throw new AuthctlError('DEFECT', `session '${session.name}' cannot be renewed`);
  }
  const library = await import('openid-client');
  try {
    const response = await grant(library, { client, credential }, ports);
    const renewed = grantedCredential(response, credential.refreshToken, ports.now(), credential.dpopKey);
    ports.keepSecret(renewed.refreshToken);
    return {
      ...session,
      role: statedBy(renewed.accessToken).role ?? session.role,
      credential: { ...inherited(credential), ...renewed },
    };
  } catch (error) {
    if (isInvalidGrant(error)) throw refused(session, error);
    throw oauthError(error, { issuer: client.issuer, flow, clientId: client.clientId });
  }
}

/** What an answer that leaves it out does not change. */
const inherited = ({ idToken, scope }: BearerCredential) => ({
  ...(idToken === undefined ? {} : { idToken }),
  ...(scope === undefined ? {} : { scope }),
});

async function grant(
  library: OAuthLibrary,
  { client, credential }: { readonly client: OAuthClient; readonly credential: BearerCredential },
  ports: RenewalPorts,
): Promise<TokenEndpointResponse> {
  const { audience, resource = [] } = client;
  const config = await storedClient(library, client, ports, TIMEOUT_MS);
  const parameters = new URLSearchParams();
  if (audience !== undefined) parameters.set('audience', audience);
  for (const each of resource) parameters.append('resource', each);
  const options: DPoPOptions = credential.dpopKey
    ? { DPoP: library.getDPoPHandle(config, await importDpopKey(credential.dpopKey)) }
    : {};
  if (credential.refreshToken !== undefined) {
    return library.refreshTokenGrant(config, credential.refreshToken, parameters, options);
  }
  if (credential.scope !== undefined) parameters.set('scope', credential.scope);
  return library.clientCredentialsGrant(config, parameters, options);
}

function refused(session: Session, cause: unknown): AuthctlError {
  return new AuthctlError(
    'NOT_LOGGED_IN',
    `session '${session.name}' at ${session.server} has ended: the server no longer takes its refresh token`,
    { cause, hint: `log in again with \`${loginCommand(session)}\`` },
  );
}
