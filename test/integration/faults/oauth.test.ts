import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes, exitOfError } from '../../../src/cli/exit-codes.js';
import { AuthctlError } from '../../../src/errors.js';
import type { LoginEvent } from '../../../src/login/oauth/login-event.js';
import { oauthLogin } from '../../../src/login/oauth/oauth-login.js';
import type { OAuthLogin } from '../../../src/login/oauth/oauth-login-request.js';
import { type RunningServer, startServer } from '../../../src/server/start.js';
import { AGUS, type OAuthWorld, oauthLoginRequest, oauthWorld } from '../../support/oauth-world.js';

let server: RunningServer;
let world: OAuthWorld;
beforeEach(async () => {
  server = await startServer();
  world = oauthWorld(AGUS);
});
afterEach(() => server.close());

async function logIn(flow: NonNullable<OAuthLogin['flow']>, changes: Partial<OAuthLogin> = {}) {
  const request = oauthLoginRequest(server.issuer, {
    flow,
    client: { kind: 'known', id: 'authctl' },
    scope: 'openid offline_access articles:read',
    ...changes,
  });
  return oauthLogin(request, world.ports);
}

/** What each fault of the protocol ends a login with. */
test.for([
  { fault: 'device-denied', flow: 'device', exit: 4, says: 'access_denied (the user refused)' },
  { fault: 'device-expired', flow: 'device', exit: 4, says: 'expired_token (the device code has expired)' },
  { fault: 'wrong-nonce', flow: 'code', exit: 4, says: 'unexpected ID Token "nonce" claim value' },
  { fault: 'wrong-iss', flow: 'code', exit: 4, says: 'unexpected "iss" (issuer) response parameter value' },
  { fault: 'missing-members', flow: 'code', exit: 4, says: '"access_token" property must be a string' },
  { fault: 'missing-endpoint:token_endpoint', flow: 'code', exit: 3, says: 'does not offer this' },
] as const)(
  '$fault: $flow ends with $exit, and says "$says"',
  { timeout: 8_000 },
  async ({ fault, flow, exit, says }) => {
    server.controls.setFaults([fault]);
    const error = await logIn(flow).catch((thrown: unknown) => thrown as AuthctlError);
    if (!(error instanceof AuthctlError)) throw new Error('the login succeeded');
    expect(error.message).toContain(says);
    expect(exitCodes[exitOfError[error.code]].status).toBe(exit);
  },
);

test('slow-down: the login goes on, and asks less often', { timeout: 8_000 }, async () => {
  const events: LoginEvent[] = [];
  world = oauthWorld(AGUS, {
    tell(event) {
      events.push(event);
      if (event.kind === 'slow-down') void server.controls.decideDevice(codeIn(events), 'agus');
    },
  });
  server.controls.setFaults(['slow-down:times=1']);
  const { session } = await logIn('device');
  expect(session).toMatchObject({ username: 'agus', role: 'reader', flow: 'device' });
  expect(events.map(({ kind }) => kind)).toContain('slow-down');
});

const codeIn = (events: readonly LoginEvent[]): string =>
  events.map((event) => (event.kind === 'device' ? event.userCode : '')).join('');

test('refresh-reuse: a refresh is refused', { timeout: 8_000 }, async () => {
  const { session } = await logIn('code');
  const { refreshToken } = session.credential as { readonly refreshToken?: string };
  server.controls.setFaults(['refresh-reuse']);
  await expect(logIn('refresh', { refreshToken: refreshToken ?? '' })).rejects.toMatchObject({
    code: 'LOGIN_REFUSED',
    message: expect.stringContaining('invalid_grant'),
  });
});
