import { AuthctlError } from '../errors.js';
import { csrfRule } from '../login/csrf.js';
import type { LoginRequest } from '../login/login-request.js';
import { checkName } from '../session/name.js';
import type { Session } from '../session/session.js';
import { hasExpired } from '../session/status.js';
import type { Context } from './context.js';
import { type LoginBasis, pointer } from './login-basis.js';
import type { LoginOptions } from './login-options.js';
import { readPassword } from './password.js';

/**
 * Everything a login with a user name and a password needs. What can be refused is refused before the password is read.
 *
 * @param stored - another server's session of the same name is not replaced unasked.
 */
export async function routeRequest(
  ctx: Context,
  options: LoginOptions,
  basis: LoginBasis,
  stored: readonly Session[],
): Promise<LoginRequest> {
  const { server, subject, timeoutMs, rolePointer } = basis;
  const how = howToLogIn(options, basis);
  const username = await usernameOf(ctx, options, basis);
  const name = checkName(options.as ?? subject?.name ?? username);
  if (options.as === undefined) refuseToReplace(name, server, stored, ctx.now());
  const password = await readPassword(ctx, username, options, subject?.password);
  return { ...how, rolePointer, timeoutMs, server, username, name, password };
}

/** A flag, else what the configuration says. */
function howToLogIn(options: LoginOptions, { login }: LoginBasis) {
  const tokenPointer = options.tokenPointer ?? login.token;
  const csrf = options.csrf ?? login.csrf;
  return {
    tokenPointer: tokenPointer === undefined ? undefined : pointer(tokenPointer),
    method: (options.method ?? login.method)?.toUpperCase(),
    flow: options.flow ?? login.flow,
    encoding: options.encoding ?? login.encoding,
    tokenFrom: tokenPlace(options.tokenFrom ?? login.tokenFrom),
    scheme: schemeIn(options.scheme ?? login.scheme),
    page: options.loginPage ?? login.loginPage,
    csrf: csrf === undefined ? undefined : csrfRule(csrf),
    path: options.path ?? login.path,
    fields: { username: options.usernameField, password: options.passwordField },
    ...(login.body === undefined ? {} : { body: login.body }),
  };
}

/** Who logs in: the option, the configuration, or whoever is asked. */
export async function usernameOf(
  ctx: Context,
  options: LoginOptions,
  { subject }: LoginBasis,
): Promise<string> {
  return options.username || subject?.username || subject?.name || (await askUsername(ctx));
}

async function askUsername(ctx: Context): Promise<string> {
  const answer = ctx.settings.interactive ? await (await ctx.ports.prompter()).text('User name:') : '';
  if (answer !== '') return answer;
  throw new AuthctlError('USAGE', 'there is no user name', { hint: 'name the user with --username NAME' });
}

function refuseToReplace(name: string, server: string, stored: readonly Session[], now: number): void {
  const other = stored.find((session) => session.name === name);
  if (!other || other.server === server || hasExpired(other, now)) return;
  throw new AuthctlError('USAGE', `there is a session '${name}' already, at ${other.server}`, {
    hint: `give this one another name with --as NAME, or replace that one with --as ${name}`,
  });
}

function tokenPlace(text: string | undefined): LoginRequest['tokenFrom'] {
  if (text === undefined) return undefined;
  const [, kind, name] = /^(header|cookie):(\S+)$/.exec(text) ?? [];
  if (name !== undefined) return { kind: kind as 'header' | 'cookie', name };
  throw new AuthctlError('USAGE', `'${text}' is no place for a token`, {
    hint: 'write --token-from header:X-Auth-Token or cookie:token, or take --token-pointer for the body',
  });
}

/** @see RFC 9110 section 11.1 (`auth-scheme`) */
function schemeIn(text: string | undefined): string | undefined {
  if (text === undefined || /^[\w!#$%&'*+.^`|~-]+$/.test(text)) return text;
  throw new AuthctlError('USAGE', `'${text}' is no scheme`, { hint: 'write --scheme like Token or JWT' });
}
