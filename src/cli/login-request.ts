import { AuthctlError } from '../errors.js';
import type { LoginRequest } from '../login/login-request.js';
import { checkName } from '../session/name.js';
import type { FlowName, Session } from '../session/session.js';
import { hasExpired } from '../session/status.js';
import type { Context } from './context.js';
import { type PasswordOptions, readPassword } from './password.js';
import { chooseServer } from './server-choice.js';

/** The options of `authctl login`, as commander hands them over. */
export interface LoginOptions extends PasswordOptions {
  readonly username?: string;
  readonly as?: string;
  readonly flow?: FlowName;
  readonly path?: string;
  readonly method?: string;
  readonly usernameField?: string;
  readonly passwordField?: string;
  readonly tokenPointer?: string;
  readonly roleClaim?: string;
  readonly timeout?: string;
  readonly insecureHttp?: boolean;
}

/**
 * Everything a login needs, from the command line, the environment, and last the person at the terminal. What can be
 * refused is refused before the password is read.
 *
 * @param stored - the sessions there are: another server's session of the same name is not replaced unasked.
 */
export async function loginRequest(
  ctx: Context,
  argument: string | undefined,
  options: LoginOptions,
  stored: readonly Session[],
): Promise<LoginRequest> {
  const checked = {
    timeoutMs: milliseconds(options.timeout),
    tokenPointer: options.tokenPointer === undefined ? undefined : pointer(options.tokenPointer),
    rolePointer: options.roleClaim === undefined ? undefined : pointer(options.roleClaim),
    method: options.method?.toUpperCase(),
  };
  const server = await chooseServer(
    ctx,
    argument ?? (ctx.env.AUTHCTL_SERVER || undefined),
    options.insecureHttp ?? false,
  );
  const username = options.username || (await askUsername(ctx));
  const name = checkName(options.as ?? username);
  if (options.as === undefined) refuseToReplace(name, server, stored, ctx.now());
  const password = await readPassword(ctx, username, options);
  return {
    ...checked,
    server,
    username,
    password,
    name,
    flow: options.flow,
    path: options.path,
    fields: fieldsOf(options),
  };
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

function fieldsOf({ usernameField, passwordField }: LoginOptions): LoginRequest['fields'] {
  return { username: usernameField, password: passwordField };
}

/** A pointer, or the bare name of a member at the top. */
function pointer(text: string): string {
  const whole = text === '' || text.startsWith('/') ? text : `/${text}`;
  if (!/~(?![01])/.test(whole)) return whole;
  throw new AuthctlError('USAGE', `'${text}' is no JSON Pointer`, {
    hint: 'write it like /access_token or /data/token (RFC 6901)',
  });
}

const LONGEST_TIMEOUT = 3600;

function milliseconds(seconds = '30'): number {
  const number = Number(seconds);
  if (seconds.trim() !== '' && number > 0 && number <= LONGEST_TIMEOUT) return number * 1000;
  throw new AuthctlError('USAGE', `'${seconds}' is no time-out`, {
    hint: `give --timeout in seconds, above 0 and up to ${LONGEST_TIMEOUT}`,
  });
}
