import type { Command } from 'commander';
import type { LoginResult } from '../../login/login-result.js';
import { dryRunRenderer } from '../../report/dry-run.js';
import { loginRenderer } from '../../report/login.js';
import { caution } from '../../report/text.js';
import { credentialSecrets } from '../../session/credential-secrets.js';
import { maskInCi } from '../ci-mask.js';
import { configurationOf } from '../configuration.js';
import type { Context } from '../context.js';
import { dryRun } from '../dry-run.js';
import { emit } from '../emit.js';
import { logIn } from '../log-in.js';
import { logInAll } from '../log-in-all.js';
import { loginBasis } from '../login-basis.js';
import { addLoginOptions, type LoginOptions } from '../login-options.js';
import { refuseTwoFromStdin } from '../oauth-request.js';
import { complain, say } from '../print.js';
import { sessionName } from '../session-name.js';
import { rememberSecrets } from '../session-of.js';
import { wishStorage } from '../storage-choice.js';

/** `authctl login`: log a subject in and store the session. */
export function configureLogin(command: Command, ctx: Context, run: typeof logIn = logIn): void {
  command.argument(
    '[server]',
    'base URL of the server (env: AUTHCTL_SERVER); default: the bundled one, if it runs',
  );
  addLoginOptions(command);
  command.addHelpText('after', examples).action(async (server: string | undefined, options: LoginOptions) => {
    refuseTwoFromStdin(options);
    wishStorage(ctx, options.storage);
    const store = await ctx.ports.store();
    // A store that cannot be used is found out before a password is asked for.
    const stored = await store.list();
    if (!options.dryRun) await store.ready();
    const config = await configurationOf(ctx, options.config);
    if (options.all) return logInAll(ctx, server, options, { config, store, stored });
    const basis = await loginBasis(ctx, server, options, config);
    if (options.dryRun) return emit(ctx, dryRunRenderer, await dryRun(ctx, options, basis));
    const result = await run(ctx, options, basis, { stored });
    rememberSecrets(ctx, result.session);
    maskInCi(ctx, ...credentialSecrets(result.session.credential));
    const session = { ...result.session, name: sessionName(result.session, stored, options.as, ctx.now()) };
    await store.put(session);
    tellSources(ctx, result);
    warnOfShadow(ctx, session.name);
    emit(ctx, loginRenderer, { ...result, session, storedAt: store.location, at: ctx.now() });
  });
}

function tellSources(ctx: Context, { foundAt, roleSource }: LoginResult): void {
  if (!ctx.settings.verbose) return;
  say(ctx, `credential found at ${foundAt === '' ? 'the root of the answer' : foundAt}`);
  say(ctx, roleSource === null ? 'nothing says the role' : `role found in ${roleSource}`);
}

function warnOfShadow(ctx: Context, name: string): void {
  const variable = ['AUTHCTL_TOKEN', 'AUTHCTL_TOKEN_FILE'].find((candidate) => ctx.env[candidate]);
  if (variable === undefined) return;
  complain(ctx, [
    caution('warning:'),
    ` ${variable} is set and is used in the place of this session; unset it, or use --as ${name}`,
  ]);
}

const examples = `
Examples:
  $ authctl login --username agus                          # asks for the password
  $ authctl login https://api.example.com -u agus --password-stdin < password.txt
  $ authctl login --username agus --flow session --as agus-cookie
  $ authctl login 127.0.0.1:3000 -u agus --path /auth/login --token-pointer /data/token
  $ authctl login https://id.example.com --client-id my-cli           # with the browser
  $ authctl login https://id.example.com --client-id my-cli --flow device
  $ authctl login --all                                               # every subject of authctl.yaml
  $ authctl login https://id.example.com --client-id ci --flow client-credentials --client-secret-stdin < secret.txt`;
