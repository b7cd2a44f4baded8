import type { Config } from '../config/config.js';
import { present } from '../config/present.js';
import { AuthctlError } from '../errors.js';
import { serverAddress } from '../login/server-address.js';
import { unknownRole } from '../probe/expectation.js';
import { identityOf, type ProbeCredential, type Subject } from '../probe/model.js';
import type { CheckLogins } from '../probe/ports.js';
import { caution } from '../report/text.js';
import { isRenewable } from '../session/fresh.js';
import { loginCommand } from '../session/login-command.js';
import { sameOrigin } from '../session/same-origin.js';
import type { Session } from '../session/session.js';
import { hasExpired } from '../session/status.js';
import type { Context } from './context.js';
import { freshened } from './fresh-session-of.js';
import { loginSettingsHint } from './login-settings-hint.js';
import { complain } from './print.js';
import { checkLogins } from './probe-check-logins.js';
import { configuredLogin, credentialWithCsrf, needsStored } from './probe-login.js';
import { rememberSecrets } from './session-of.js';

/** The caller without credentials. */
export const anonymous: Subject = { name: 'anonymous', role: 'anonymous', credential: undefined, owns: {} };

/** Who calls the API, and how their credentials are got. */
export interface SubjectSource {
  /** Before any login: enough to plan with. */
  readonly subjects: readonly Subject[];
  /** The subject with credentials, or saying why it has none. Never throws on account of the server. */
  logIn(subject: Subject): Promise<Subject>;
  /** New credentials for a subject whose old ones no longer work. */
  relogin(subject: Subject): Promise<ProbeCredential | undefined>;
  /** Logins that checks may use up; absent where nobody's can be repeated. */
  readonly logins?: CheckLogins;
}

/**
 * The stored sessions, or the token of the environment, as subjects.
 *
 * @param twins - by name of a session, that of the one that is the same person's.
 */
export function storedSubjects(
  ctx: Context,
  sessions: readonly Session[],
  timeoutMs: number,
  twins: ReadonlyMap<string, string> = new Map(),
): SubjectSource {
  for (const session of sessions) rememberSecrets(ctx, session);
  const sessionNamed = (name: string | undefined) => sessions.find((session) => session.name === name);
  const renewable = ({ name }: Subject): Session | undefined =>
    sessions.find((session) => session.name === name && isRenewable(session));
  return {
    subjects: sessions.map((session) => ({
      name: session.name,
      role: session.role ?? sessionNamed(twins.get(session.name))?.role ?? unknownRole,
      credential: session.credential,
      owns: {},
      ...present({ twinOf: twins.get(session.name) }),
      ...(hasExpired(session, ctx.now()) && !isRenewable(session)
        ? { unavailable: `its session has expired: \`${loginCommand(session)}\`` }
        : {}),
    })),
    async logIn(subject) {
      const session = sessionNamed(subject.name);
      if (!session || subject.unavailable !== undefined) return subject;
      try {
        const fresh = renewable(subject) ? await freshened(ctx, session) : session;
        return { ...subject, credential: await credentialWithCsrf(ctx, fresh, timeoutMs) };
      } catch (error) {
        if (!(error instanceof AuthctlError) || ctx.signal.aborted) throw error;
        complain(ctx, [caution('warning:'), ` '${subject.name}' has no credentials: ${error.message}`]);
        return { ...subject, unavailable: error.message };
      }
    },
    // Without a refresh token a stored session holds nothing to log in with again.
    async relogin(subject) {
      const session = renewable(subject);
      if (!session) return undefined;
      return freshened(ctx, session, { renewal: 'always' }).then(
        ({ credential }) => credential,
        () => undefined,
      );
    },
  };
}

/** The sessions that were stored at one server. */
export async function sessionsAt(ctx: Context, server: string): Promise<readonly Session[]> {
  const sessions = await (await ctx.ports.store()).list();
  return sessions.filter((session) => sameOrigin(session.server, server));
}

/**
 * The subjects of `authctl.yaml`. Each logs in when it is needed; one without a password takes the stored session of its
 * name.
 */
export function configuredSubjects(
  ctx: Context,
  config: Config,
  api: string,
  timeoutMs: number,
): SubjectSource {
  const byName = new Map(config.subjects.map((subject) => [subject.name, subject]));
  const server = serverAddress(config.server ?? config.api ?? api, true);
  const logIn = configuredLogin(ctx, config, server, timeoutMs);
  const credentialOf = async (wanted: Subject): Promise<ProbeCredential> => {
    const subject = byName.get(identityOf(wanted));
    if (!subject) throw new AuthctlError('NOT_LOGGED_IN', `authctl.yaml has no subject '${wanted.name}'`);
    if (wanted.twinOf !== undefined && needsStored(subject.login ?? {}, subject.password)) {
      throw new AuthctlError('NOT_LOGGED_IN', 'authctl.yaml gives no password to log in the other way with');
    }
    return logIn(subject);
  };

  return {
    subjects: config.subjects.map(({ name, role, owns, attributes, canary }) => ({
      name,
      role,
      owns,
      attributes,
      credential: undefined,
      unavailable: 'not logged in yet',
      ...(canary === undefined ? {} : { canary }),
    })),
    async logIn(subject) {
      try {
        const { unavailable: _, ...ready } = subject;
        return { ...ready, credential: await credentialOf(subject) };
      } catch (error) {
        if (!(error instanceof AuthctlError) || ctx.signal.aborted) throw error;
        complain(ctx, [caution('warning:'), ` '${subject.name}' has no credentials: ${error.message}`]);
        complain(ctx, [`   hint: ${loginSettingsHint(error)}`]);
        return { ...subject, unavailable: error.message };
      }
    },
    relogin: (subject) => credentialOf(subject).catch(() => undefined),
    logins: checkLogins(ctx, config, server, timeoutMs),
  };
}
