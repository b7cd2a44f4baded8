import type { Config } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import { serverAddress } from '../login/server-address.js';
import type { Subject } from '../probe/model.js';
import { loginCommand } from '../session/login-command.js';
import type { Context } from './context.js';
import type { ProbeCommandOptions } from './probe-options.js';
import {
  anonymous,
  configuredSubjects,
  type SubjectSource,
  sessionsAt,
  storedSubjects,
} from './probe-subjects.js';
import { subjectsInTwoWays, twinsAmong } from './probe-two-ways.js';
import { sessionOf } from './session-of.js';

/** Who calls the API: the subjects of `authctl.yaml`, else the token of the environment or the stored sessions. */
export async function subjectSource(
  ctx: Context,
  options: ProbeCommandOptions,
  config: Config | undefined,
  base: string,
  timeoutMs: number,
): Promise<SubjectSource> {
  if (config && config.subjects.length > 0) {
    const subjectsOf = options.parity ? subjectsInTwoWays : configuredSubjects;
    return subjectsOf(ctx, config, base, timeoutMs);
  }
  const server = options.server ?? config?.server ?? base;
  const sessions =
    ctx.env.AUTHCTL_TOKEN || ctx.env.AUTHCTL_TOKEN_FILE
      ? [await sessionOf(ctx, { server })]
      : await sessionsAt(ctx, serverAddress(server, true));
  const anonymousOnly = [...options.role, ...options.as].some((name) => name === anonymous.name);
  if (sessions.length === 0 && !anonymousOnly) {
    throw new AuthctlError('NOT_LOGGED_IN', `not logged in at ${server}`, {
      hint: `log in with \`${loginCommand({ server })} --username NAME\`; without a login: --as ${anonymous.name}`,
    });
  }
  return storedSubjects(ctx, sessions, timeoutMs, options.parity ? twinsAmong(sessions) : undefined);
}

/** Logins come before any other request, one after the other: some servers lock accounts on a burst. */
export async function loggedIn(
  source: SubjectSource,
  subjects: readonly Subject[],
): Promise<readonly Subject[]> {
  const ready: Subject[] = [];
  for (const subject of subjects) ready.push(subject === anonymous ? subject : await source.logIn(subject));
  return ready;
}
