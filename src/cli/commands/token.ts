import { type Command, Option } from 'commander';
import { AuthctlError } from '../../errors.js';
import { TOKEN_FORMATS, type TokenFormat, writtenToken } from '../../report/token.js';
import { loginCommand } from '../../session/login-command.js';
import { withToken } from '../../session/token.js';
import { maskInCi } from '../ci-mask.js';
import type { Context } from '../context.js';
import { freshSessionOf } from '../fresh-session-of.js';
import { printSecret, printSecretJson } from '../print.js';
import { parseSeconds } from '../time-flags.js';

interface TokenOptions {
  readonly as?: string;
  readonly role?: string;
  readonly minTtl?: number;
  readonly format?: TokenFormat;
  readonly forceRefresh?: boolean;
  /** False with `--no-refresh`. */
  readonly refresh: boolean;
}

/** `authctl token`: print a valid access token and nothing else. */
export function configureToken(
  command: Command,
  ctx: Context,
  run: typeof freshSessionOf = freshSessionOf,
): void {
  command
    .addOption(new Option('--as <name>', 'which session; default: the current one').env('AUTHCTL_AS'))
    .addOption(new Option('--role <role>', 'a session of this role').env('AUTHCTL_ROLE'))
    .addOption(
      new Option('--min-ttl <time>', 'how long it must still last: 90, 5m; renewed where it does not')
        .env('AUTHCTL_MIN_TTL')
        .argParser(parseSeconds),
    )
    .addOption(
      new Option('--format <format>', 'for what reads it; default: the token alone')
        .choices(TOKEN_FORMATS)
        .env('AUTHCTL_FORMAT'),
    )
    .addOption(new Option('--force-refresh', 'get a new one, whatever is left').conflicts('refresh'))
    .option('--no-refresh', 'never ask the server for a new one')
    .addHelpText('after', examples)
    .action(async ({ as, role, minTtl, format, forceRefresh = false, refresh }: TokenOptions) => {
      const renewal = forceRefresh ? 'always' : refresh ? 'as-needed' : 'never';
      const session = withToken(await run(ctx, { as, role }, { minTtl, renewal }), ctx.now());
      const written = format ?? (ctx.settings.json ? 'json' : 'token');
      if (session.credential.dpopKey && SENT_BY_OTHERS.has(written)) {
        throw new AuthctlError('USAGE', `the token of session '${session.name}' is bound to a key (DPoP)`, {
          hint: `other programs cannot prove that they have it: log in without --dpop, \`${loginCommand(session)}\``,
        });
      }
      maskInCi(ctx, session.credential.accessToken);
      const result = writtenToken(session, written);
      if (typeof result === 'string') printSecret(ctx, result);
      else printSecretJson(ctx, result);
    });
}

/** What programs that know nothing of proofs send as it is. */
const SENT_BY_OTHERS: ReadonlySet<TokenFormat> = new Set(['header', 'curl', 'netrc', 'k8s-exec']);

const examples = `
The token in AUTHCTL_TOKEN, or in the file that AUTHCTL_TOKEN_FILE names, comes before the stored sessions.
A session with a refresh token is renewed when less than 30 seconds are left, by one process at a time.

Formats:
  token      the token alone
  header     Authorization: Bearer TOKEN
  env        export AUTHCTL_TOKEN='TOKEN', for eval
  curl       a line of a curl configuration
  netrc      a line of a .netrc file
  json       with its session, scope and expiry
  k8s-exec   what kubectl takes from a credential plugin

Examples:
  $ curl -H "Authorization: Bearer $(authctl token)" http://127.0.0.1:4455/articles
  $ authctl token --format curl | curl -K - http://127.0.0.1:4455/articles
  $ authctl token --role reader | authctl decode
  $ authctl token --min-ttl 5m                       # lasts at least another five minutes`;
