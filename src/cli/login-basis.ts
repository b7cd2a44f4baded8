import type { Config, LoginConfig, SubjectConfig } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import { serverAddress } from '../login/server-address.js';
import { checkName } from '../session/name.js';
import { sameOrigin } from '../session/same-origin.js';
import type { Context } from './context.js';
import type { LoginOptions } from './login-options.js';
import { chooseServer } from './server-choice.js';

/** What every login has in common, however it is made. */
export interface LoginBasis {
  readonly server: string;
  /** For each request. */
  readonly timeoutMs: number;
  readonly rolePointer: string | undefined;
  /** The subject of the configuration that is meant. */
  readonly subject: SubjectConfig | undefined;
  /** How it logs in, as the configuration has it. */
  readonly login: LoginConfig;
}

/**
 * What every login needs: from the command line, the environment, the configuration, and last the person at the
 * terminal.
 *
 * @param argument - the server as it was written after `login`.
 * @throws {AuthctlError} `USAGE`
 */
export async function loginBasis(
  ctx: Context,
  argument: string | undefined,
  options: LoginOptions,
  config: Config | undefined,
): Promise<LoginBasis> {
  const { insecureHttp = false } = options;
  const timeoutMs = milliseconds(options.timeout);
  if (options.as !== undefined) checkName(options.as);
  const named = argument ?? (ctx.env.AUTHCTL_SERVER || undefined);
  const server = await chooseServer(ctx, named ?? config?.server ?? config?.api, insecureHttp);
  const applicable = config && appliesTo(config, server, insecureHttp) ? config : undefined;
  const subject = subjectIn(applicable, options);
  const rolePointer = options.roleClaim ?? applicable?.roleClaim;
  return {
    server,
    timeoutMs,
    rolePointer: rolePointer === undefined ? undefined : pointer(rolePointer),
    subject,
    login: { ...applicable?.login, ...subject?.login },
  };
}

/** Its passwords and routes are for its own server only; where it names none, for the one that is named. */
function appliesTo({ server, api }: Config, chosen: string, insecureHttp: boolean): boolean {
  const own = [server, api].filter((address) => address !== undefined);
  return own.length === 0 || own.some((address) => sameOrigin(serverAddress(address, insecureHttp), chosen));
}

/** The subject that `--role`, `--as` or `--username` means. */
function subjectIn(
  config: Config | undefined,
  { as, username, role }: LoginOptions,
): SubjectConfig | undefined {
  if (role !== undefined) return subjectOfRole(config, role);
  return config?.subjects.find((subject) =>
    username === undefined ? subject.name === as : (subject.username ?? subject.name) === username,
  );
}

/** @throws {AuthctlError} `USAGE` where the configuration has no such subject. */
function subjectOfRole(config: Config | undefined, role: string): SubjectConfig {
  const subjects = config?.subjects ?? [];
  const found = subjects.find((subject) => subject.role === role);
  if (found) return found;
  const roles = [...new Set(subjects.map((subject) => subject.role))];
  throw new AuthctlError('USAGE', `no subject of the configuration has the role '${role}'`, {
    hint:
      roles.length === 0
        ? 'list who logs in under `subjects:` in authctl.yaml; `authctl help config` explains it'
        : `roles there: ${roles.join(', ')}`,
  });
}

/** A pointer, or the bare name of a member at the top. */
export function pointer(text: string): string {
  const whole = text === '' || text.startsWith('/') ? text : `/${text}`;
  if (!/~(?![01])/.test(whole)) return whole;
  throw new AuthctlError('USAGE', `'${text}' is no JSON Pointer`, {
    hint: 'write it like /access_token or /data/token (RFC 6901)',
  });
}

const LONGEST_TIMEOUT = 3600;

/** `--timeout`, as it was written. @throws {AuthctlError} `USAGE` */
export function milliseconds(seconds = '30'): number {
  const number = Number(seconds);
  if (seconds.trim() !== '' && number > 0 && number <= LONGEST_TIMEOUT) return Math.ceil(number * 1000);
  throw new AuthctlError('USAGE', `'${seconds}' is no time-out`, {
    hint: `give --timeout in seconds, above 0 and up to ${LONGEST_TIMEOUT}`,
  });
}
