import { AuthctlError } from '../errors.js';
import { login } from '../login/login.js';
import type { Http } from '../ports/http.js';
import type { ProbeResult, Subject } from '../probe/model.js';
import { planProbe } from '../probe/plan.js';
import { probe } from '../probe/probe.js';
import { findOpenApi } from '../probe/sources/find.js';
import { readOpenApi } from '../probe/sources/openapi.js';
import { type RunningServer, startServer } from '../server/start.js';
import type { BearerCredential, CookieCredential, Session } from '../session/session.js';
import { decode } from '../token/decode.js';
import { discoverKeys } from '../token/keys/discover.js';
import { verify } from '../token/verify.js';
import { callAs } from './call.js';
import type { Demo, DemoCall, DemoLogin, DemoLogout } from './story.js';

export interface DemoPorts {
  readonly http: Http;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  randomId(): string;
  /** Ends the demo early. */
  readonly signal: AbortSignal;
}

/** One subject, logged in both ways. */
interface Caller {
  readonly token: Session & { readonly credential: BearerCredential };
  readonly cookie: Session & { readonly credential: CookieCredential };
}

const TIMEOUT_MS = 10_000;

/** What roles come to, least to most privileged; the grid's columns stand in this order. */
const PEOPLE = ['agus', 'william', 'sari'] as const;

/** A route that a reader may not use, and an editor may on what is its own: article 1 is william's. */
const CONTESTED = { method: 'DELETE', path: '/articles/1' } as const;

/** What a logout is tried on. */
const GUARDED = { method: 'GET', path: '/articles' } as const;

/**
 * Tells the whole story against a bundled server of its own, on a free loopback port, and stops it.
 *
 * Nothing is stored: sessions, keys and articles are gone when it ends.
 *
 * @throws {AuthctlError} `ADDRESS_UNAVAILABLE`, `SERVER_UNREACHABLE` where loopback cannot be used.
 */
export async function demo(ports: DemoPorts): Promise<Demo> {
  const server = await startServer({ now: ports.now });
  try {
    return await tell(server, ports);
  } finally {
    await server.close();
  }
}

async function tell(server: RunningServer, ports: DemoPorts): Promise<Demo> {
  const { issuer } = server;
  const [agus, william, sari] = await Promise.all(PEOPLE.map((name) => logInBothWays(server, name, ports)));
  if (!agus || !william || !sari) throw new AuthctlError('DEFECT', 'the demo has three people');
  const callers = [agus, william, sari];
  const { accessToken } = agus.token.credential;
  return {
    server: issuer,
    at: ports.now(),
    logins: callers.map(loginOf),
    token: {
      username: agus.token.username,
      decoded: decode(accessToken, ports.now()),
      verified: await verify(accessToken, ports.now(), {
        keys: () => discoverKeys(ports.http, issuer),
        issuer,
        audience: issuer,
      }),
    },
    // The probe goes first: what comes after it deletes an article.
    access: await probeAs(callers, issuer, ports),
    decisions: await inTurn([agus.token, william.token], ({ method, path } = CONTESTED) => ({ method, path }), ports),
    logouts: [await logOutOfCookie(agus.cookie, ports), await logOutOfToken(agus.token, ports)],
  };
}
