import { type Command, Option } from 'commander';
import type { ChosenRoute } from '../../login/choose-route.js';
import { flows } from '../../login/flows/registry.js';
import { type LoginResult, login } from '../../login/login.js';
import { loginRenderer } from '../../report/login.js';
import { caution, strong } from '../../report/text.js';
import { configurationOf } from '../configuration.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import { type LoginOptions, loginRequest } from '../login-request.js';
import { complain, say } from '../print.js';
import { rememberSecrets } from '../session-of.js';

/** `authctl login`: log a subject in and store the session. */
export function configureLogin(command: Command, ctx: Context, run: typeof login = login): void {
  const option = (flags: string, help: string, variable?: string) => {
    const made = new Option(flags, help);
    command.addOption(variable === undefined ? made : made.env(variable));
  };
  command.argument(
    '[server]',
    'base URL of the server (env: AUTHCTL_SERVER); default: the bundled one, if it runs',
  );
  option('-u, --username <name>', 'who logs in', 'AUTHCTL_USERNAME');
  command.addOption(
    new Option('--password-stdin', 'read the password from standard input').conflicts('passwordFile'),
  );
  option('--password-file <file>', 'read the password from a file', 'AUTHCTL_PASSWORD_FILE');
  option('--as <name>', 'name of the session; default: the user name', 'AUTHCTL_AS');
  command.addOption(
    new Option('--flow <flow>', 'how to log in; default: found out from the server')
      .choices(flows.map(({ name }) => name))
      .env('AUTHCTL_FLOW'),
  );
  option('--path <path>', 'path of the login route; default: found out, or /login', 'AUTHCTL_PATH');
  option('--method <method>', 'method of the login route; default: POST', 'AUTHCTL_METHOD');
  option('--username-field <field>', 'what the server calls the user name', 'AUTHCTL_USERNAME_FIELD');
  option('--password-field <field>', 'what the server calls the password', 'AUTHCTL_PASSWORD_FIELD');
  option('--token-pointer <pointer>', 'JSON Pointer to the token in the answer', 'AUTHCTL_TOKEN_POINTER');
  option('--role-claim <pointer>', 'JSON Pointer to the role in the token', 'AUTHCTL_ROLE_CLAIM');
  option('--timeout <seconds>', 'for each request; default: 30', 'AUTHCTL_TIMEOUT');
  option('--insecure-http', 'allow plain HTTP to another machine', 'AUTHCTL_INSECURE_HTTP');
  option('--config <file>', 'the configuration; default: authctl.yaml here or above', 'AUTHCTL_CONFIG');
  command.addHelpText('after', examples).action(async (server: string | undefined, options: LoginOptions) => {
    const store = await ctx.ports.store();
    // A store that cannot be used is found out before a password is asked for.
    const stored = await store.list();
    const config = await configurationOf(ctx, options.config);
    const request = await loginRequest(ctx, server, options, { config, stored });
    const http = await ctx.ports.http();
    const result = await run(request, { http, now: ctx.now, onRoute: (route) => tellRoute(ctx, route) });
    rememberSecrets(ctx, result.session);
    await store.put(result.session);
    tellSources(ctx, result);
    warnOfShadow(ctx, result.session.name);
    emit(ctx, loginRenderer, { ...result, storedAt: store.location, at: ctx.now() });
  });
}

function tellRoute(ctx: Context, { flow, route, because }: ChosenRoute): void {
  const why = {
    asked: '',
    usual: ', by custom: no description of its logins was found',
    described: because.kind === 'described' ? `, described in ${because.source}` : '',
  }[because.kind];
  say(ctx, ['flow ', strong(flow.name), `: ${route.method} ${route.url}${why}`]);
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
  $ authctl login 127.0.0.1:3000 -u agus --path /auth/login --token-pointer /data/token`;
