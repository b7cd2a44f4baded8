import { type Command, InvalidArgumentError } from 'commander';
import { TOKEN_ALGORITHMS, type TokenAlgorithm } from '../../server/settings.js';
import type { Context } from '../context.js';
import { optionAdder, several } from '../option-adder.js';
import { parseRole, parseUsers, type QuickRole, type QuickUser } from '../quick-users.js';
import { parseSeconds } from '../time-flags.js';

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly ephemeral?: boolean;
  readonly https?: boolean;
  readonly cert?: string;
  readonly key?: string;
  readonly autoLogin?: string;
  readonly config?: string;
  readonly users?: readonly QuickUser[];
  readonly role?: readonly QuickRole[];
  readonly ttl?: number;
  readonly alg?: TokenAlgorithm;
  readonly weak?: readonly string[];
  readonly fault?: readonly string[];
  readonly log: LogFormat;
  readonly hashPassword?: boolean;
}

export const LOG_FORMATS = ['text', 'json', 'none'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

const serve = async (ctx: Context, options: ServeOptions): Promise<void> =>
  (await import('../run-serve.js')).runServe(ctx, options);

/** `authctl serve`: the bundled authorization server and demo API, until it is stopped. */
export function configureServe(command: Command, ctx: Context, run = serve): void {
  addServeOptions(command);
  command.addHelpText('after', examples).action(async (options: ServeOptions) => run(ctx, options));
}

function addServeOptions(command: Command): void {
  const option = optionAdder(command);
  option('--port <number>', 'port to listen on; 0 for a free one', 'AUTHCTL_PORT', 4455).argParser(portFrom);
  option('--host <address>', 'interface to listen on', 'AUTHCTL_HOST', '127.0.0.1');
  option('--ephemeral', 'sign with throw-away keys instead of those of earlier runs', 'AUTHCTL_EPHEMERAL');
  option('--https', 'speak HTTPS, with a certificate made here; its file is printed', 'AUTHCTL_HTTPS');
  option('--cert <file>', 'speak HTTPS with this certificate (PEM) instead; needs --key');
  option('--key <file>', 'the private key of --cert (PEM)');
  option('--auto-login <user>', 'log this user in, and consent, without a page', 'AUTHCTL_AUTO_LOGIN');
  option(
    '--config <file>',
    'users, roles, clients, tokens and API from this file; `authctl init --server` writes one',
    'AUTHCTL_SERVER_CONFIG',
  );
  option(
    '--users <list>',
    'these users instead: name:role,name:role; the password is NAME-demo',
    'AUTHCTL_USERS',
  ).argParser(parseUsers);
  option('--role <definition>', 'one more role: name=permission,permission; repeatable').argParser(
    (text, before: readonly QuickRole[] = []) => [...before, parseRole(text)],
  );
  option('--ttl <time>', 'how long access tokens last, such as 5s or 2h', 'AUTHCTL_TTL').argParser(
    lifetimeFrom,
  );
  option('--alg <algorithm>', 'how access tokens are signed', 'AUTHCTL_ALG').choices(TOKEN_ALGORITHMS);
  option(
    '--weak <list>',
    'what is wrong on purpose, to practise on: ids with commas between them, or all; list lists them',
    'AUTHCTL_WEAK',
  ).argParser(idsFrom);
  option(
    '--fault <name[:params]>',
    'what goes wrong; repeatable; `list` lists them',
    'AUTHCTL_FAULT',
  ).argParser(several);
  option('--log <format>', 'how each request is told on stderr', 'AUTHCTL_LOG', 'text').choices(LOG_FORMATS);
  option(
    '--hash-password',
    'start nothing: print the hash of a password, asked for or on stdin, for --config',
  );
}

const examples = `
Examples:
  $ authctl serve                                # on http://127.0.0.1:4455, until Ctrl-C
  $ authctl serve --port 0 --ephemeral --json    # for a script: free port, new keys, one JSON line when ready
  $ authctl login --username agus                # in another terminal; the password is agus-demo
  $ authctl serve --users agus:reader,sari:admin --ttl 5s
  $ authctl init --server && authctl serve --config authctl-server.yaml
  $ authctl serve --weak bfla,bola               # with holes to find; on loopback only
  $ authctl serve --fault status:503,times=2 --fault latency:200,path=/articles*
  $ authctl serve --fault list                   # everything that can go wrong

  $ authctl serve --auto-login agus              # browser logins of any OAuth client finish by themselves
  $ authctl serve --https                        # prints the certificate to give to clients

Clients of the authorization server, unless a configuration names others:
  authctl        public, native: code with PKCE on any loopback port, device, password, refresh
  demo-service   with the secret demo-service-secret: client credentials, token exchange, JWT bearer
Others register themselves at /oauth/register. An authorization request with login_hint=NAME logs that user in
without a page, as long as the server is reached from this machine alone.

Signing keys are kept in the user's data folder, so that stored tokens stay valid over a restart.
Users, objects and sessions are as new at each start. A configuration file that changes is taken over while the
server runs, and on SIGHUP; one that has a mistake is not.`;

const idsFrom = (text: string): readonly string[] =>
  text.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()]));

function portFrom(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('a port is a number from 0 to 65535.');
  return port;
}

function lifetimeFrom(text: string): number {
  const seconds = parseSeconds(text);
  if (seconds === 0) throw new InvalidArgumentError('a token that lasts no time is of no use.');
  return seconds;
}
