import type { Config } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import type { Caller } from '../request/call.js';
import { cookieHeader } from '../session/cookie-rules.js';
import { requireLasting } from '../session/lasting.js';
import { loginCommand } from '../session/login-command.js';
import { pickSession } from '../session/pick.js';
import { homeOf, isReadableOnTheWay, reachOf } from '../session/reach.js';
import { sameOrigin } from '../session/same-origin.js';
import type { Session } from '../session/session.js';
import { standInFrom, standInSession } from '../session/stand-in.js';
import type { Context } from './context.js';
import { freshened } from './fresh-session-of.js';
import { say } from './print.js';
import type { RequestOptions } from './request-options.js';
import { rememberSecrets, sessionOf } from './session-of.js';

/** The name of a caller without credentials, as for `probe`. */
const ANONYMOUS = 'anonymous';

type Who = Pick<RequestOptions, 'as' | 'role' | 'api' | 'insecureHttp'>;

/**
 * What paths lie below: as it was named, else as the configuration has it, else the server of the session.
 *
 * @throws {AuthctlError} `USAGE` where nothing says it; what choosing a session throws.
 */
export async function baseOf(
  ctx: Context,
  { as, role, api }: Who,
  config: Config | undefined,
): Promise<string> {
  const named = api ?? config?.api ?? (ctx.env.AUTHCTL_SERVER || config?.server);
  if (named !== undefined) return named;
  const { server } = await sessionOf(ctx, as === ANONYMOUS ? {} : { as, role });
  if (server !== '') return server;
  throw new AuthctlError('USAGE', 'nothing says which API the path is on', {
    hint: 'write the whole URL, or name the API with --api URL or as `api:` in authctl.yaml',
  });
}

/**
 * Who is to call an address: the session that was named, else the token of the environment, else a stored session whose
 * credential belongs there. The credential may have expired.
 *
 * @param url - absolute.
 * @returns undefined for a caller without credentials.
 * @throws {AuthctlError} `USAGE` where the credential does not belong to the address; `NOT_LOGGED_IN`.
 */
export async function callerFor(
  ctx: Context,
  who: Who,
  url: string,
  config: Config | undefined,
): Promise<Caller | undefined> {
  if (who.as === ANONYMOUS) return undefined;
  const { session, reach } = await chosen(ctx, who, url, config);
  rememberSecrets(ctx, session);
  if (!goesTo(session, url, reach)) throw elsewhere(session, url);
  if (isReadableOnTheWay(url) && !sameOrigin(session.server, url) && !who.insecureHttp) {
    throw new AuthctlError(
      'USAGE',
      `${new URL(url).origin} is plain HTTP: the credential could be read on its way`,
      {
        hint: 'use https://, or --insecure-http if the network is your own',
      },
    );
  }
  return { session, reach };
}

/**
 * The caller with a credential that lasts, renewed where it is about to end.
 *
 * @throws {AuthctlError} `NOT_LOGGED_IN`; what renewing throws.
 */
export async function freshCaller(ctx: Context, caller: Caller | undefined): Promise<Caller | undefined> {
  if (!caller) return undefined;
  const session = await freshened(ctx, caller.session);
  requireLasting(session, ctx.now());
  return { ...caller, session };
}

async function chosen(ctx: Context, who: Who, url: string, config: Config | undefined): Promise<Caller> {
  const { as, role, api } = who;
  const standIn = as === undefined ? await standInFrom(ctx.env, ctx.ports.files) : undefined;
  if (standIn) {
    const session = standInSession(standIn, ctx.env.AUTHCTL_SERVER || undefined, ctx.now());
    if (role === undefined || role === session.role) {
      if (ctx.settings.verbose) say(ctx, `using the token in ${standIn.source}`);
      // Whoever sets the token for a project means it for the project's API.
      return { session, reach: [...reachOf(session), ...present([api, config?.api, config?.server])] };
    }
  }
  const store = await ctx.ports.store();
  const reach = (session: Session) => [...reachOf(session), ...present([api]), ...declared(config, session)];
  if (as !== undefined) {
    const session = await pickSession(store, { as, role });
    return { session, reach: reach(session) };
  }
  const all = await store.list();
  const fitting = all.filter((session) => goesTo(session, url, reach(session)));
  if (fitting.length === 0) throw notLoggedIn(url, all);
  const session = await pickSession({ list: async () => fitting, current: () => store.current() }, { role });
  return { session, reach: reach(session) };
}

const present = (urls: readonly (string | undefined)[]): readonly string[] =>
  urls.filter((url) => url !== undefined);

/** The API whose configuration names the session's server as the one that lets in. */
const declared = (config: Config | undefined, { server }: Session): readonly string[] =>
  config?.server !== undefined && sameOrigin(config.server, server) ? present([config.api]) : [];

/** Whether a cookie has expired is another question. */
function goesTo({ credential }: Session, url: string, reach: readonly string[]): boolean {
  if (credential.kind !== 'cookie') return homeOf(url, reach) !== undefined;
  return cookieHeader(credential.cookies, url, Number.NEGATIVE_INFINITY) !== undefined;
}

function elsewhere({ name, server, credential }: Session, url: string): AuthctlError {
  const { origin } = new URL(url);
  if (credential.kind === 'cookie') {
    return new AuthctlError('USAGE', `no cookie of session '${name}' belongs to ${url}`, {
      hint: sameOrigin(server, url)
        ? `log in again with \`${loginCommand({ server, flow: 'session', name })}\``
        : `it is for ${server}; send no credential with --as anonymous`,
    });
  }
  const what = server === '' ? 'nothing says what the token in it is for' : `it is for ${server}`;
  return new AuthctlError('USAGE', `the credential of '${name}' does not belong to ${origin}: ${what}`, {
    hint: `if it does, say so with --api ${origin}; send none with --as anonymous`,
  });
}

function notLoggedIn(url: string, stored: readonly Session[]): AuthctlError {
  const { origin } = new URL(url);
  const others =
    stored.length === 0
      ? ''
      : `; the stored sessions are for ${[...new Set(stored.map(({ server }) => server))].join(', ')}`;
  return new AuthctlError('NOT_LOGGED_IN', `not logged in at ${origin}${others}`, {
    hint: `log in with \`authctl login ${origin} --username NAME\`, or send no credential with --as anonymous`,
  });
}
