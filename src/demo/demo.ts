import { findOpenApi } from '../description/find.js';
import { AuthctlError } from '../errors.js';
import type { Http } from '../ports/http.js';
import type { Subject } from '../probe/model.js';
import { planProbe } from '../probe/plan.js';
import { probe } from '../probe/probe.js';
import type { ProbeResult } from '../probe/result.js';
import { readOpenApi } from '../probe/sources/openapi.js';
import { startServer } from '../server/start.js';
import { demoAccounts } from '../server/users.js';
import { endAtServer } from '../session/end.js';
import type { Session } from '../session/session.js';
import { claimsOf } from '../session/stated.js';
import { decode } from '../token/decode.js';
import { discoverKeys } from '../token/keys/discover.js';
import { verify } from '../token/verify.js';
import { callAs } from './call.js';
import { type Caller, logInBothWays } from './log-in.js';
import type { Demo, DemoLogin, DemoLogout } from './story.js';

export interface DemoPorts {
  readonly http: Http;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  randomId(): string;
  /** Ends the demo early. */
  readonly signal: AbortSignal;
}

const LIMITS = { concurrency: 8, rate: undefined, maxRequests: undefined, timeoutMs: 10_000 };

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
    return await tell(server.issuer, ports);
  } finally {
    await server.close();
  }
}

async function tell(issuer: string, ports: DemoPorts): Promise<Demo> {
  const callers = await logInAll(issuer, ports);
  const [reader, editor] = callers;
  const { accessToken } = reader.token.credential;
  const decoded = decode(accessToken, ports.now());
  const keys = () => discoverKeys(ports.http, issuer);
  const verified = await verify(accessToken, ports.now(), { keys, issuer, audience: [issuer] });
  // The probe goes before the contested request, which deletes an article.
  const access = await probeAs(
    callers.map(({ token }) => token),
    issuer,
    ports,
  );
  return {
    server: issuer,
    at: ports.now(),
    logins: callers.map(loginOf),
    token: { username: reader.token.username, decoded, verified },
    access,
    decisions: [await callAs(reader.token, CONTESTED, ports), await callAs(editor.token, CONTESTED, ports)],
    logouts: [await logOut(reader.cookie, ports), await logOut(reader.token, ports)],
  };
}

/** @returns the reader, the editor and the admin. */
async function logInAll(server: string, ports: DemoPorts): Promise<readonly [Caller, Caller, Caller]> {
  const named = (role: string): Promise<Caller> => {
    const account = demoAccounts.find((candidate) => candidate.role === role);
    if (!account) throw new AuthctlError('DEFECT', `the bundled server has no ${role}`);
    return logInBothWays(server, account, ports);
  };
  return Promise.all([named('reader'), named('editor'), named('admin')]);
}

function loginOf({ token, cookie }: Caller): DemoLogin {
  const { iat, exp } = claimsOf(token.credential.accessToken);
  return {
    username: token.username,
    role: token.role,
    tokenSeconds: typeof iat === 'number' && typeof exp === 'number' ? exp - iat : null,
    cookieName: cookie.credential.cookies[0]?.name ?? null,
  };
}

async function probeAs(sessions: readonly Session[], api: string, ports: DemoPorts): Promise<ProbeResult> {
  const found = await findOpenApi(ports.http, api);
  if (!found) throw new AuthctlError('DEFECT', 'the bundled server publishes no description');
  const { routes } = readOpenApi(found.text, found.location);
  const anonymous: Subject = { name: 'anonymous', role: 'anonymous', credential: undefined, owns: {} };
  const subjects = sessions.map(({ username, role, credential }) => ({
    name: username,
    role: role ?? 'none',
    credential,
    owns: {},
  }));
  return probe(
    planProbe({ api, routes, subjects: [anonymous, ...subjects], policies: new Map() }),
    { ...ports, relogin: async () => undefined },
    { limits: LIMITS, issuers: [api] },
  );
}

/** The same request with the same credential, before and after its subject logs out. */
async function logOut(session: Session, ports: DemoPorts): Promise<DemoLogout> {
  const before = await callAs(session, GUARDED, ports);
  await endAtServer(session, {
    http: async () => ports.http,
    // The sessions of the story are no OAuth client's.
    revoke: async () => undefined,
    now: ports.now(),
  });
  const after = await callAs(session, GUARDED, ports);
  return { kind: session.credential.kind, before, after, expiresAt: session.credential.expiresAt ?? null };
}
