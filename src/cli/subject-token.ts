import { AuthctlError } from '../errors.js';
import { fetchActionsToken } from '../login/oauth/actions-token.js';
import type { OAuthLogin } from '../login/oauth/oauth-login-request.js';
import { maskInCi } from './ci-mask.js';
import type { Context } from './context.js';
import type { LoginOptions } from './login-options.js';
import { findSecret } from './secret-source.js';

const ways =
  'name the variable that holds it with --subject-token-env, a file with --subject-token-file, or pipe it in with --subject-token-stdin';

/**
 * The token of another issuer that stands for a login: from where the user put it, else from GitHub Actions where this
 * runs there.
 *
 * @returns undefined where no flow takes one.
 * @throws {AuthctlError} `USAGE`; `SERVER_UNREACHABLE`, `ANSWER_UNUSABLE` where GitHub Actions gives none.
 */
export async function subjectTokenOf(
  ctx: Context,
  options: LoginOptions,
  server: string,
  timeoutMs: number,
): Promise<OAuthLogin['subjectToken']> {
  const { subjectTokenEnv: variable, subjectTokenType: type } = options;
  const wanted = options.flow === 'token-exchange' || options.flow === 'jwt-bearer';
  if (variable !== undefined && !ctx.env[variable]) {
    throw new AuthctlError('USAGE', `the variable ${variable} is not set`, { hint: ways });
  }
  const found = await findSecret(ctx, {
    what: 'subject token',
    ways,
    stdin: options.subjectTokenStdin,
    file: options.subjectTokenFile,
    variable,
  });
  const token = found?.trim() ?? (wanted ? await fromActions(ctx, options, server, timeoutMs) : undefined);
  if (token !== undefined) {
    maskInCi(ctx, token);
    return { token, type };
  }
  if (!wanted) return undefined;
  throw new AuthctlError('USAGE', `the flow ${options.flow} takes a subject token, and there is none`, {
    hint: ways,
  });
}

async function fromActions(
  ctx: Context,
  { subjectTokenAudience: audience }: LoginOptions,
  server: string,
  timeoutMs: number,
): Promise<string | undefined> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } = ctx.env;
  if (!url || !requestToken) {
    if (!ctx.env.GITHUB_ACTIONS) return undefined;
    throw new AuthctlError('USAGE', 'this job may not ask GitHub Actions for a token', {
      hint: 'add `permissions: { id-token: write }` to the job',
    });
  }
  ctx.secrets.add(requestToken);
  const http = await ctx.ports.http();
  return fetchActionsToken(http, { url, requestToken, audience: audience ?? server, timeoutMs });
}
