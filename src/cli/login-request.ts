import type { Config, LoginConfig, SubjectConfig } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import type { LoginRequest } from '../login/login-request.js';
import { serverAddress } from '../login/server-address.js';
import { sameOrigin } from '../session/authorize.js';
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
  readonly config?: string;
}

/** What is there already when a login is asked for. */
export interface Known {
  readonly config: Config | undefined;
  /** Another server's session of the same name is not replaced unasked. */
  readonly stored: readonly Session[];
}

/**
 * Everything a login needs: from the command line, the environment, the configuration, and last the person at the
 * terminal. What can be refused is refused before the password is read.
 *
 * @param argument - the server as it was written after `login`.
 */
export async function loginRequest(
  ctx: Context,
  argument: string | undefined,
  options: LoginOptions,
  { config, stored }: Known,
): Promise<LoginRequest> {
  const { insecureHttp = false } = options;
  const timeoutMs = milliseconds(options.timeout);
  if (options.as !== undefined) checkName(options.as);
  const named = argument ?? (ctx.env.AUTHCTL_SERVER || undefined);
  const server = await chooseServer(ctx, named ?? config?.server ?? config?.api, insecureHttp);
  const applicable = config && appliesTo(config, server, insecureHttp) ? config : undefined;
  const subject = subjectIn(applicable, options);
  const how = howToLogIn(options, { ...applicable?.login, ...subject?.login }, applicable?.roleClaim);
  const username = options.username || subject?.username || subject?.name || (await askUsername(ctx));
  const name = checkName(options.as ?? subject?.name ?? username);
  if (options.as === undefined) refuseToReplace(name, server, stored, ctx.now());
  const password = await readPassword(ctx, username, options, subject?.password);
  return { ...how, timeoutMs, server, username, name, password };
}

/** A flag, else what the configuration says. */
function howToLogIn(options: LoginOptions, configured: LoginConfig, roleClaim: string | undefined) {
  const tokenPointer = options.tokenPointer ?? configured.token;
  const rolePointer = options.roleClaim ?? roleClaim;
  return {
    tokenPointer: tokenPointer === undefined ? undefined : pointer(tokenPointer),
    rolePointer: rolePointer === undefined ? undefined : pointer(rolePointer),
    method: (options.method ?? configured.method)?.toUpperCase(),
    flow: options.flow ?? configured.flow,
    path: options.path ?? configured.path,
    fields: { username: options.usernameField, password: options.passwordField },
    ...(configured.body === undefined ? {} : { body: configured.body }),
  };
}

/** Its passwords and routes are for its own server only; where it names none, for the one that is named. */
function appliesTo({ server, api }: Config, chosen: string, insecureHttp: boolean): boolean {
  const own = [server, api].filter((address) => address !== undefined);
  return own.length === 0 || own.some((address) => sameOrigin(serverAddress(address, insecureHttp), chosen));
}

/** The subject that `--as` or `--username` means. */
function subjectIn(config: Config | undefined, { as, username }: LoginOptions): SubjectConfig | undefined {
  return config?.subjects.find((subject) =>
    username === undefined ? subject.name === as : (subject.username ?? subject.name) === username,
  );
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
  if (seconds.trim() !== '' && number > 0 && number <= LONGEST_TIMEOUT) return Math.ceil(number * 1000);
  throw new AuthctlError('USAGE', `'${seconds}' is no time-out`, {
    hint: `give --timeout in seconds, above 0 and up to ${LONGEST_TIMEOUT}`,
  });
}
