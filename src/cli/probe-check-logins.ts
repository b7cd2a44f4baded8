import type { Config, SubjectConfig } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import type { Http, HttpOutcome } from '../ports/http.js';
import { identityOf, type Subject } from '../probe/model.js';
import type { AuthorizationPlace, CheckLogins, SpareLogin } from '../probe/ports.js';
import { endAtServer } from '../session/end.js';
import type { Session, StoredCookie } from '../session/session.js';
import type { Context } from './context.js';
import { logIn } from './log-in.js';
import { type LoginBasis, loginBasis } from './login-basis.js';
import { needsStored } from './probe-login.js';
import { endByStep, scriptedSpare } from './probe-scripted-spare.js';
import { rememberSecrets } from './session-of.js';
import { storedClientPorts } from './stored-client-ports.js';

/** A native client's redirect address: any port of this machine (RFC 8252 section 7.3). */
const LOOPBACK_REDIRECT = 'http://127.0.0.1/callback';

/** Logins of the subjects of `authctl.yaml` that checks may use up: of those that log in with what the file says. */
export function checkLogins(ctx: Context, config: Config, server: string, timeoutMs: number): CheckLogins {
  const configuredFor = (wanted: Subject): SubjectConfig | undefined => {
    const subject = config.subjects.find(({ name }) => name === identityOf(wanted));
    return subject && (isSpeltOut(subject) || needsStored(settingsOf(subject), subject.password))
      ? undefined
      : subject;
  };
  const settingsOf = ({ login: own }: SubjectConfig) => ({ ...config.login, ...own });
  const isSpeltOut = (subject: SubjectConfig): boolean => {
    const { steps, headers, query } = settingsOf(subject);
    return steps !== undefined || headers !== undefined || query !== undefined;
  };
  const options = (name: string) => ({ as: name, timeout: String(timeoutMs / 1000), insecureHttp: true });

  async function login(subject: SubjectConfig, http: Http): Promise<Session> {
    const own = options(subject.name);
    const basis: LoginBasis = { ...(await loginBasis(ctx, server, own, config)), subject };
    const { session } = await logIn(ctx, own, basis, {
      stored: [],
      silent: true,
      http,
      oauth: { tell: () => undefined },
    });
    rememberSecrets(ctx, session);
    return session;
  }

  return {
    async logIn(wanted, planted = []) {
      const spelt = config.subjects.find(({ name }) => name === identityOf(wanted));
      if (spelt && isSpeltOut(spelt)) {
        return unlessRefused(() => scriptedSpare(ctx, config, spelt, { server, timeoutMs }));
      }
      const subject = configuredFor(wanted);
      if (subject === undefined) return undefined;
      const http = withCookies(await ctx.ports.http(), planted);
      const { logout } = settingsOf(subject);
      return unlessRefused(async () => {
        const spare = await spareLogin(ctx, await login(subject, http));
        if (logout === undefined) return spare;
        return { ...spare, end: () => endByStep(ctx, spare.credential, logout, { server, timeoutMs }) };
      });
    },

    async refused(wanted, username) {
      const subject = configuredFor(wanted);
      if (subject?.password === undefined) return undefined;
      const heard: HttpOutcome[] = [];
      const http = await ctx.ports.http();
      const listening: Http = {
        ...http,
        async send(request) {
          const outcome = await http.send(request);
          if (request.body !== undefined) heard.push(outcome);
          return outcome;
        },
      };
      const as = username ?? subject.username;
      const wrong = { ...subject, username: as, password: `authctl-${ctx.ports.randomId()}` };
      await unlessRefused(() => login(wrong, listening));
      const last = heard.at(-1);
      return last?.kind === 'response' ? `${last.status} ${last.body.replaceAll(as, '')}` : undefined;
    },

    async authorization() {
      const clients = new Map<string, string>();
      for (const subject of config.subjects) {
        const { clientId } = { ...config.login, ...subject.login };
        if (clientId !== undefined && !clients.has(clientId)) clients.set(clientId, subject.name);
      }
      if (clients.size === 0) return [];
      const { findIssuer } = await import('../login/oauth/find-issuer.js');
      const http = await ctx.ports.http();
      const issuer = await unlessRefused(() => findIssuer(http, server, timeoutMs));
      const endpoint = issuer?.metadata.authorization_endpoint;
      if (endpoint === undefined) return [];
      return [...clients].map(
        ([clientId, subject]): AuthorizationPlace => ({
          ...{ endpoint, clientId, subject },
          redirectUri: LOOPBACK_REDIRECT,
        }),
      );
    },
  };
}

function spareLogin(ctx: Context, session: Session): SpareLogin {
  const { credential, client } = session;
  const canRefresh =
    client !== undefined && credential.kind === 'bearer' && credential.refreshToken !== undefined;
  return {
    credential,
    async end() {
      const revoke = async (ended: Session) => {
        const { revokeSession } = await import('../login/oauth/revoke-session.js');
        await revokeSession(ended, await storedClientPorts(ctx, ended));
      };
      const { kind } = await endAtServer(session, { http: ctx.ports.http, revoke, now: ctx.now() });
      return kind === 'over' || kind === 'no-session' ? 'failed' : kind;
    },
    ...(canRefresh ? { refresh: () => refreshed(ctx, session) } : {}),
  };
}

async function refreshed(ctx: Context, session: Session): Promise<'granted' | 'refused' | 'failed'> {
  const { renewSession } = await import('../login/oauth/renew-session.js');
  try {
    const keepSecret = (...values: readonly (string | undefined)[]) => ctx.secrets.add(...values);
    rememberSecrets(
      ctx,
      await renewSession(session, { ...(await storedClientPorts(ctx, session)), keepSecret }),
    );
    return 'granted';
  } catch (error) {
    if (!(error instanceof AuthctlError)) throw error;
    return error.code === 'NOT_LOGGED_IN' ? 'refused' : 'failed';
  }
}

/** Sends cookies along, as a browser does that was given them before. */
function withCookies(http: Http, planted: readonly StoredCookie[]): Http {
  if (planted.length === 0) return http;
  const cookie = planted.map(({ name, value }) => `${name}=${value}`).join('; ');
  return {
    ...http,
    send: (request) => http.send({ ...request, headers: { cookie, ...request.headers } }),
  };
}

/** What a server does not do is an answer here. */
async function unlessRefused<Result>(attempt: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof AuthctlError && error.code !== 'INTERRUPTED') return undefined;
    throw error;
  }
}
