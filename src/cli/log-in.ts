import type { LoginConfig } from '../config/config.js';
import { login } from '../login/login.js';
import type { LoginResult } from '../login/login-result.js';
import { oauthFlows } from '../login/oauth/flows/oauth-registry.js';
import type { OAuthLogin } from '../login/oauth/oauth-login-request.js';
import type { Session } from '../session/session.js';
import type { Context } from './context.js';
import type { LoginBasis } from './login-basis.js';
import type { LoginOptions } from './login-options.js';
import { oauthRequest } from './oauth-request.js';
import { readPassword } from './password.js';
import { routeRequest, usernameOf } from './route-request.js';
import { tellRoute } from './route-words.js';

/**
 * Logs in, in the way that the options and the configuration say.
 *
 * @param stored - the sessions that are there already.
 * @throws {AuthctlError}
 */
export async function logIn(
  ctx: Context,
  options: LoginOptions,
  basis: LoginBasis,
  stored: readonly Session[],
): Promise<LoginResult> {
  if (isOAuth(options, basis.login)) return logInWithOAuth(ctx, options, basis);
  const request = await routeRequest(ctx, options, basis, stored);
  const http = await ctx.ports.http();
  return login(request, { http, now: ctx.now, onRoute: (route) => tellRoute(ctx, route) });
}

/** What only an OAuth server makes sense of. */
function isOAuth(options: LoginOptions, configured: LoginConfig): boolean {
  const flow = options.flow ?? configured.flow;
  if (flow !== undefined) return oauthFlows.some(({ name }) => name === flow);
  const given = [options.clientId, configured.clientId, options.subjectTokenEnv, options.subjectTokenFile];
  const asked = [options.register, options.subjectTokenStdin, options.refreshTokenStdin];
  return given.some((value) => value !== undefined) || asked.some(Boolean);
}

async function logInWithOAuth(ctx: Context, options: LoginOptions, basis: LoginBasis): Promise<LoginResult> {
  const request = await withSubject(ctx, options, basis, await oauthRequest(ctx, options, basis));
  const [{ oauthLogin }, { oauthPorts }] = await Promise.all([
    import('../login/oauth/oauth-login.js'),
    import('./oauth-ports.js'),
  ]);
  const ports = await oauthPorts(ctx);
  try {
    return await oauthLogin(request, ports);
  } finally {
    ports.done();
  }
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
