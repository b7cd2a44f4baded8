import { type RunningServer, startServer } from '../../src/server/start.js';
import type { BearerCredential, Session } from '../../src/session/session.js';

/** A bundled server, a session that it granted, and what was asked of its token endpoint since. */
export interface Granted {
  readonly server: RunningServer;
  readonly session: Session & { readonly credential: BearerCredential };
  readonly asked: string[];
}

/**
 * A session of agus with a refresh token. The server gives a new refresh token with each one it takes, and ends the grant
 * when one comes back twice.
 *
 * @param expiresAt - when its access token ends by what is stored, seconds since the epoch.
 */
export async function grantedSession(expiresAt: number): Promise<Granted> {
  const asked: string[] = [];
  const server = await startServer({
    onRequest: ({ method, path }) => void (path === '/oauth/token' && asked.push(method)),
  });
  const answer = await fetch(`${server.issuer}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'authctl',
      username: 'agus',
      password: 'agus-demo',
      scope: 'openid offline_access',
    }),
  });
  const granted = (await answer.json()) as { access_token: string; refresh_token: string };
  asked.length = 0;
  return {
    server,
    asked,
    session: {
      name: 'agus',
      server: server.issuer,
      flow: 'password',
      username: 'agus',
      role: 'reader',
      client: {
        issuer: server.issuer,
        tokenEndpoint: `${server.issuer}/oauth/token`,
        clientId: 'authctl',
        authentication: { method: 'none' },
      },
      credential: {
        kind: 'bearer',
        accessToken: granted.access_token,
        refreshToken: granted.refresh_token,
        expiresAt,
      },
      createdAt: 0,
    },
  };
}
