import type { Config, SubjectConfig } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import { type AllLogins, allLoginsRenderer, type OneOfAll } from '../report/all-logins.js';
import { credentialSecrets } from '../session/credential-secrets.js';
import type { CredentialStore } from '../session/credential-store.js';
import type { Session } from '../session/session.js';
import { maskInCi } from './ci-mask.js';
import type { Context } from './context.js';
import { emit } from './emit.js';
import { type ExitName, exitOfError } from './exit-codes.js';
import { logIn } from './log-in.js';
import { loginBasis } from './login-basis.js';
import type { LoginOptions } from './login-options.js';
import { rememberSecrets } from './session-of.js';

/**
 * Logs every subject of the configuration in, all at once, and stores each session that was granted. Nobody is asked
 * anything: several questions at one terminal cannot be told apart.
 *
 * @throws {AuthctlError} `USAGE` where the configuration has no subjects.
 */
export async function logInAll(
  ctx: Context,
  server: string | undefined,
  options: LoginOptions,
  place: {
    readonly config: Config | undefined;
    readonly store: CredentialStore;
    readonly stored: readonly Session[];
  },
): Promise<void> {
  const { config, store, stored } = place;
  if (!config || config.subjects.length === 0) {
    throw new AuthctlError('USAGE', '--all logs in the subjects of authctl.yaml, and there are none', {
      hint: 'list who logs in under `subjects:`; `authctl help config` explains it',
    });
  }
  ctx.settings.interactive = false;
  const one = (subject: SubjectConfig) => logInOne(ctx, subject, { server, options, config, stored });
  const logins = await Promise.all(config.subjects.map(one));
  // One after the other: each is the store's current session for a moment, and the first subject's stays it.
  for (const { session } of logins.toReversed()) if (session) await store.put(session);
  const result: AllLogins = { logins, storedAt: store.location, at: ctx.now() };
  emit(ctx, allLoginsRenderer, result, exitOf(logins));
}

async function logInOne(
  ctx: Context,
  subject: SubjectConfig,
  {
    server,
    options,
    config,
    stored,
  }: {
    readonly server: string | undefined;
    readonly options: LoginOptions;
    readonly config: Config;
    readonly stored: readonly Session[];
  },
): Promise<OneOfAll> {
  const { name } = subject;
  try {
    const own = { ...options, as: name };
    const basis = await loginBasis(ctx, server, own, config);
    const { session } = await logIn(ctx, own, basis, { stored });
    rememberSecrets(ctx, session);
    maskInCi(ctx, ...credentialSecrets(session.credential));
    return { name, session: { ...session, name } };
  } catch (error) {
    if (!(error instanceof AuthctlError) || ctx.signal.aborted) throw error;
    return { name, error };
  }
}

/** What is wrong in the configuration comes first, then what a server refused, then what could not be reached. */
function exitOf(logins: readonly OneOfAll[]): ExitName {
  const exits = logins.flatMap(({ error }) => (error ? [exitOfError[error.code]] : []));
  return (['usage', 'login', 'unknown'] as const).find((exit) => exits.includes(exit)) ?? 'ok';
}
