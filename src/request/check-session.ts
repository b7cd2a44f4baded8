import { AuthctlError } from '../errors.js';
import { routeUrl } from '../login/server-address.js';
import type { Http, HttpHead } from '../ports/http.js';
import type { Acceptance } from '../session/acceptance.js';
import { isRenewable } from '../session/fresh.js';
import { reachOf } from '../session/reach.js';
import type { Session } from '../session/session.js';
import { hasExpired } from '../session/status.js';
import { introspect } from '../token/introspect.js';
import { discoverMetadata, endpointIn } from '../token/keys/discover.js';
import type { Answered } from './call.js';
import { callApi } from './call-api.js';

/** Routes at which servers say who the caller is; the second is OpenID Connect's. */
const WHO_AM_I = ['/me', '/userinfo'];

export interface CheckPorts {
  readonly http: Http;
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly timeoutMs: number;
  /** The session with a new credential, stored. */
  renew(session: Session): Promise<Session>;
}

/**
 * Asks a server whether it still takes a session, without changing anything there: by introspection where the session's
 * client has a secret (RFC 7662), else with a GET of a route that says who the caller is. What can be renewed is renewed, as
 * by any other use.
 *
 * @param path - the route to ask; default: the user-info endpoint of an OpenID provider, `/me`, `/userinfo`.
 */
export async function checkSession(
  session: Session,
  path: string | undefined,
  ports: CheckPorts,
): Promise<Acceptance> {
  if (hasExpired(session, ports.now()) && !isRenewable(session)) {
    return { result: 'expired', asked: null, why: 'it has ended', renewed: false };
  }
  if (session.server === '') return neither('nothing says which server it is for');
  try {
    const isOver = hasExpired(session, ports.now());
    const fresh = isOver ? await ports.renew(session) : session;
    const inspected = path === undefined ? await introspected(fresh, ports) : undefined;
    const found = inspected ?? (await asked(fresh, path, ports));
    return { ...found, renewed: found.renewed || isOver };
  } catch (error) {
    if (!(error instanceof AuthctlError) || error.code === 'INTERRUPTED') throw error;
    return { result: RESULTS[error.code] ?? 'unknown', asked: null, why: error.message, renewed: false };
  }
}

const RESULTS: Partial<Record<AuthctlError['code'], Acceptance['result']>> = {
  SERVER_UNREACHABLE: 'unreachable',
  NOT_LOGGED_IN: 'refused',
};

const neither = (why: string): Acceptance => ({ result: 'unknown', asked: null, why, renewed: false });

/** Undefined where the client has no secret, or the server no such endpoint for it. */
async function introspected(session: Session, ports: CheckPorts): Promise<Acceptance | undefined> {
  const { client, credential } = session;
  if (!client || !('secret' in client.authentication) || credential.kind !== 'bearer') return undefined;
  const { issuer, clientId, authentication } = client;
  const { http, timeoutMs } = ports;
  try {
    const asker = { id: clientId, secret: authentication.secret };
    const answer = await introspect(
      credential.accessToken,
      { web: http, http },
      { issuer, client: asker, timeoutMs },
    );
    return {
      result: answer.active ? 'accepted' : 'refused',
      asked: `POST ${answer.endpoint}`,
      why: `says that the token is ${answer.active ? '' : 'not '}active`,
      renewed: false,
    };
  } catch (error) {
    // Another way may do: not every client may ask.
    if (error instanceof AuthctlError && error.code !== 'SERVER_UNREACHABLE') return undefined;
    throw error;
  }
}

async function asked(session: Session, path: string | undefined, ports: CheckPorts): Promise<Acceptance> {
  const userInfo = path === undefined ? await userInfoOf(session, ports) : undefined;
  const base = session.server;
  const paths = path === undefined ? WHO_AM_I : [path];
  const urls = [...new Set([...(userInfo ?? []), ...paths.map((each) => routeUrl(base, each))])];
  const said: string[] = [];
  let current = session;
  for (const url of urls) {
    const { answered, latest } = await call(current, url, userInfo ?? [], ports);
    current = latest;
    const { status, renewed } = answered;
    const found = { asked: `GET ${url}`, why: `answered ${status}`, renewed };
    // Who may not have the answer has been recognised (RFC 9110 section 15.5.4).
    if ((status >= 200 && status < 300) || status === 403) return { result: 'accepted', ...found };
    if (status === 401) return { result: 'refused', ...found };
    said.push(`GET ${new URL(url).pathname} answered ${status}`);
  }
  return neither(said.join(', '));
}

/** Of an OpenID provider that the session was granted by. */
async function userInfoOf({ client, credential }: Session, { http }: CheckPorts): Promise<readonly string[]> {
  if (!client || credential.kind !== 'bearer') return [];
  const isOpenId = credential.idToken !== undefined || (credential.scope ?? '').split(' ').includes('openid');
  if (!isOpenId) return [];
  try {
    return [endpointIn(await discoverMetadata(http, client.issuer), 'userinfo_endpoint')];
  } catch (error) {
    if (error instanceof AuthctlError) return [];
    throw error;
  }
}

/** @param trusted - endpoints that the issuer names, wherever they are. */
async function call(
  session: Session,
  url: string,
  trusted: readonly string[],
  { http, now, timeoutMs, renew }: CheckPorts,
): Promise<{ readonly answered: Answered; readonly latest: Session }> {
  let latest = session;
  const answered = await callApi(
    { method: 'GET', url, headers: { accept: 'application/json' } },
    { session, reach: [...reachOf(session), ...trusted] },
    {
      http,
      now,
      timeoutMs,
      follow: false,
      async renew(old) {
        latest = await renew(old);
        return latest;
      },
      receive: (_: HttpHead) => () => 'enough',
      tell: () => undefined,
    },
  );
  return { answered, latest };
}
