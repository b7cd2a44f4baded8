import type { Config, LoginConfig, SubjectConfig } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import { CookieClient } from '../login/cookie-client.js';
import { Cookies } from '../login/cookie-jar.js';
import type { ProbeCredential } from '../probe/model.js';
import {
  compose,
  composedFrom,
  type LoginMeans,
  type LoginOutcome,
  logInByScript,
  needsNoRequest,
} from '../probe/scripted-login.js';
import { sessionCsrfToken } from '../request/csrf.js';
import { isRenewable } from '../session/fresh.js';
import { sameOrigin } from '../session/same-origin.js';
import type { Session } from '../session/session.js';
import { hasExpired } from '../session/status.js';
import type { Context } from './context.js';
import { freshened } from './fresh-session-of.js';
import { logIn } from './log-in.js';
import { loginBasis } from './login-basis.js';
import { rememberSecrets } from './session-of.js';

/**
 * How the subjects of `authctl.yaml` get their credentials: by the requests that it spells out, by headers that need no
 * request, by one of the usual logins, or from the store.
 *
 * @param server - base URL of the server that takes logins.
 */
export function configuredLogin(
  ctx: Context,
  config: Config,
  server: string,
  timeoutMs: number,
): (subject: SubjectConfig) => Promise<ProbeCredential> {
  return async (subject) => {
    const settings = { ...config.login, ...subject.login };
    const { steps, headers, query, sendsCookies } = settings;
    const isComposed = headers !== undefined || query !== undefined;
    const { username, password = '' } = subject;
    const who = { username, password };
    const http = await ctx.ports.http();
    if (steps) {
      const cookies = new Cookies();
      const means: LoginMeans = {
        http,
        now: ctx.now,
        cookiesIn: (fields, url, now) => cookies.take(fields, url, now).at(now),
      };
      return granted(
        ctx,
        await logInByScript({ server, ...who, steps, headers, query, sendsCookies, timeoutMs }, means),
      );
    }
    if (isComposed && needsNoRequest(settings)) {
      const basic = Buffer.from(`${username}:${password}`).toString('base64');
      return granted(ctx, compose(settings, { ...who, basic }));
    }
    const credential = await usualLogin(ctx, config, server, timeoutMs, subject, settings);
    return isComposed ? granted(ctx, composedFrom(credential, settings, who)) : credential;
  };
}

/** @throws {AuthctlError} `LOGIN_REFUSED` where there is no credential. */
function granted(ctx: Context, outcome: LoginOutcome): ProbeCredential {
  if (outcome.kind === 'failed') {
    const hint = 'see what was sent and answered with --verbose';
    throw new AuthctlError('LOGIN_REFUSED', outcome.message, { hint });
  }
  const { headers, values } = outcome.credential;
  const { username: _, ...secret } = values;
  ctx.secrets.add(...Object.values(secret), ...Object.values(headers));
  return outcome.credential;
}

async function usualLogin(
  ctx: Context,
  config: Config,
  server: string,
  timeoutMs: number,
  { name, password }: SubjectConfig,
  settings: LoginConfig,
): Promise<ProbeCredential> {
  if (needsStored(settings, password)) return storedCredential(ctx, name, server, timeoutMs);
  const options = { as: name, timeout: String(timeoutMs / 1000), insecureHttp: true };
  const basis = await loginBasis(ctx, server, options, config);
  const { session } = await logIn(ctx, options, basis, { stored: [], silent: true });
  rememberSecrets(ctx, session);
  return credentialWithCsrf(ctx, session, timeoutMs);
}

/** The credential of a session; with its CSRF token, where its server wants to see one. */
export async function credentialWithCsrf(
  ctx: Context,
  { credential, csrf, server }: Session,
  timeoutMs: number,
): Promise<ProbeCredential> {
  if (csrf === undefined || credential.kind !== 'cookie') return credential;
  const client = new CookieClient(await ctx.ports.http(), ctx.now, credential.cookies);
  const token = await sessionCsrfToken(server, csrf, client, timeoutMs);
  ctx.secrets.add(token);
  const header = csrf.to.kind === 'header' ? { header: csrf.to.name.toLowerCase() } : {};
  return { ...credential, cookies: client.cookies(), csrf: { token, ...header } };
}

/** A login that takes a person, or a password that is not there. */
export function needsStored(login: LoginConfig, password: string | undefined): boolean {
  if (login.flow === 'code' || login.flow === 'device') return true;
  const withoutPassword = ['client-credentials', 'token-exchange', 'jwt-bearer'];
  return password === undefined && !withoutPassword.includes(login.flow ?? '');
}

async function storedCredential(
  ctx: Context,
  name: string,
  server: string,
  timeoutMs: number,
): Promise<ProbeCredential> {
  const sessions = await (await ctx.ports.store()).list();
  const session = sessions.find((stored) => stored.name === name && sameOrigin(stored.server, server));
  if (session && (isRenewable(session) || !hasExpired(session, ctx.now()))) {
    rememberSecrets(ctx, session);
    return credentialWithCsrf(ctx, await freshened(ctx, session), timeoutMs);
  }
  throw new AuthctlError(
    'NOT_LOGGED_IN',
    `authctl.yaml gives no password, and ${session ? 'the stored session has expired' : `no session is stored for ${server}`}`,
    {
      hint: `give it a \`password:\`, log in with \`authctl login --as ${name}\`, or say with \`login: { headers: ... }\` what it sends`,
    },
  );
}
