import type { LoginConfig } from '../config/config.js';
import type { HandedLogin } from '../login/handed-login.js';
import { login } from '../login/login.js';
import type { LoginResult } from '../login/login-result.js';
import { oauthFlows } from '../login/oauth/flows/oauth-registry.js';
import type { OAuthLogin } from '../login/oauth/oauth-login-request.js';
import type { OAuthPorts } from '../login/oauth/oauth-ports.js';
import type { Http } from '../ports/http.js';
import type { Session } from '../session/session.js';
import type { Context } from './context.js';
import type { LoginBasis } from './login-basis.js';
import type { LoginOptions } from './login-options.js';
import { oauthRequest } from './oauth-request.js';
import { refuseOAuthServer } from './oauth-server-hint.js';
import { readPassword } from './password.js';
import { say } from './print.js';
import { routeRequest, usernameOf } from './route-request.js';
import { tellRoute } from './route-words.js';

/** What a login is made with, where that differs from what the command has. */
export interface LogInWith {
  /** The sessions that are there already. */
  readonly stored: readonly Session[];
  readonly http?: Http;
  readonly oauth?: Partial<OAuthPorts>;
  /** Whether where a password goes is not told. */
  readonly silent?: boolean;
}

/**
 * Logs in, in the way that the options and the configuration say. Nothing is stored.
 *
 * @throws {AuthctlError}
 */
export async function logIn(
  ctx: Context,
  options: LoginOptions,
  basis: LoginBasis,
  place: LogInWith,
): Promise<LoginResult> {
  const kind = kindOf(options, basis.login);
  switch (kind) {
    case 'oauth':
      return logInWithOAuth(ctx, options, basis, place);
    case 'route':
      return logInAtRoute(ctx, options, basis, place);
    default:
      return tryHanded(ctx, kind, options, basis, place);
  }
}

type Kind = 'route' | 'oauth' | HandedLogin['flow'];

/** Which of the ways the options mean; a flow that is named decides, else what was handed over. */
export function kindOf(options: LoginOptions, configured: LoginConfig): Kind {
  const flow = options.flow ?? (options.tokenStdin ? 'token' : configured.flow);
  if (flow === 'token' || flow === 'basic' || flow === 'api-key') return flow;
  if (flow !== undefined) return oauthFlows.some(({ name }) => name === flow) ? 'oauth' : 'route';
  if (options.apiKeyStdin) return 'api-key';
  const given = [options.clientId, configured.clientId, options.subjectTokenEnv, options.subjectTokenFile];
  const asked = [options.register, options.subjectTokenStdin, options.refreshTokenStdin];
  return given.some((value) => value !== undefined) || asked.some(Boolean) ? 'oauth' : 'route';
}

async function logInAtRoute(
  ctx: Context,
  options: LoginOptions,
  basis: LoginBasis,
  { stored, silent, ...place }: LogInWith,
): Promise<LoginResult> {
  const http = place.http ?? (await ctx.ports.http());
  await refuseOAuthServer(http, options, basis);
  const request = await routeRequest(ctx, options, basis, stored);
  return login(request, {
    http,
    now: ctx.now,
    ...(silent ? {} : { onRoute: (route) => tellRoute(ctx, route) }),
    keepSecret: (value) => ctx.secrets.add(value),
  });
}

async function tryHanded(
  ctx: Context,
  flow: HandedLogin['flow'],
  options: LoginOptions,
  basis: LoginBasis,
  { http }: LogInWith,
): Promise<LoginResult> {
  const [{ handedLogin }, { handedRequest }] = await Promise.all([
    import('../login/handed-login.js'),
    import('./handed-request.js'),
  ]);
  const request = await handedRequest(ctx, flow, options, basis);
  return handedLogin(request, {
    http: http ?? (await ctx.ports.http()),
    now: ctx.now,
    onUnchecked: (url, status) =>
      say(
        ctx,
        `${url} answered ${status}: whether the server takes it is not known; name a route that needs it with --path`,
      ),
  });
}

async function logInWithOAuth(
  ctx: Context,
  options: LoginOptions,
  basis: LoginBasis,
  { stored, http, oauth }: LogInWith,
): Promise<LoginResult> {
  const request = await withSubject(ctx, options, basis, await oauthRequest(ctx, options, basis));
  const kept = options.forceRefresh ? undefined : await keptOf(ctx, request, stored);
  if (kept) return kept;
  const [{ oauthLogin }, { oauthPorts }] = await Promise.all([
    import('../login/oauth/oauth-login.js'),
    import('./oauth-ports.js'),
  ]);
  const ports = await oauthPorts(ctx);
  try {
    return await oauthLogin(request, { ...ports, ...(http ? { http } : {}), ...oauth });
  } finally {
    ports.done();
  }
}

/** What the same login was granted before, where no user takes part and that still lasts. */
async function keptOf(
  ctx: Context,
  request: OAuthLogin,
  stored: readonly Session[],
): Promise<LoginResult | undefined> {
  if (stored.length === 0) return undefined;
  const { keptGrant } = await import('../login/oauth/kept-grant.js');
  const session = keptGrant(request, stored, ctx.now());
  if (session === undefined) return undefined;
  say(
    ctx,
    `the token of session '${session.name}' still lasts: no new one was asked for (--force-refresh does)`,
  );
  return {
    session,
    foundAt: '/access_token',
    roleSource: session.role === null ? null : 'token',
    reused: true,
  };
}

/** Of all flows of OAuth the password flow alone sees the password. */
async function withSubject(
  ctx: Context,
  options: LoginOptions,
  basis: LoginBasis,
  request: Omit<OAuthLogin, 'subject'>,
): Promise<OAuthLogin> {
  if (request.flow !== 'password') return request;
  const username = await usernameOf(ctx, options, basis);
  const password = await readPassword(ctx, username, options, basis.subject?.password);
  return { ...request, subject: { username, password } };
}
