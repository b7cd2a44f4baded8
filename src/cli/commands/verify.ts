import { type Command, InvalidArgumentError, Option } from 'commander';
import { refusal, verifiedRenderer } from '../../report/verified.js';
import type { ExpectedClaim } from '../../token/claim-checks.js';
import type { Which } from '../../token/peel.js';
import { type VerifyOptions, verify } from '../../token/verify.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import { addKeySources } from '../key-options.js';
import { type KeyFlags, keySource } from '../key-source.js';
import { complain } from '../print.js';
import { parseInstant, parseSeconds } from '../time-flags.js';
import { readToken, refuseFileName } from '../token-input.js';

interface VerifyFlags extends KeyFlags {
  readonly as?: string;
  readonly which?: Which;
  readonly alg?: readonly string[];
  readonly allowWeakKeys?: boolean;
  readonly audience?: readonly string[];
  readonly subject?: string;
  readonly typ?: string;
  readonly require?: readonly string[];
  readonly claim?: readonly ExpectedClaim[];
  readonly scope?: readonly string[];
  readonly role?: string;
  readonly roleClaim?: string;
  readonly maxAge?: number;
  readonly leeway?: number;
  readonly at?: number;
}

/** `authctl verify`: whether a token is to be believed, and every reason why not. */
export function configureVerify(command: Command, ctx: Context, run = verify): void {
  command.argument(
    '[token]',
    'a token, `-` for stdin, or `@file`; default: piped stdin, else the stored session',
  );
  addKeyOptions(command);
  addExpectations(command);
  command.addHelpText('after', examples).action(async (source: string | undefined, flags: VerifyFlags) => {
    const input = await readToken(ctx, source, flags);
    const keys = await keySource(ctx, flags, input.session);
    const options = optionsFrom(flags, keys.issuer);
    const result = await run(input.text, flags.at ?? ctx.now(), { ...options, keys: keys.load });
    if (result.header === null) await refuseFileName(ctx, source);
    const verified = { result, origin: input.origin, expected: options };
    if (result.valid || ctx.settings.json) emit(ctx, verifiedRenderer, verified, result.valid ? 'ok' : 'no');
    else {
      ctx.outcome = 'no';
      complain(ctx, ...refusal(result));
    }
  });
}

function addKeyOptions(command: Command): void {
  addKeySources(command)
    .option('--issuer <url>', 'whom it must be from; without keys, those that this issuer publishes')
    .option('--alg <name,...>', 'accept only these algorithms', commaList)
    .option('--allow-weak-keys', 'accept RSA keys below 2048 bits and secrets shorter than the hash')
    .option('--as <name>', 'the stored session whose token to verify');
}

function addExpectations(command: Command): void {
  command
    .option('--audience <name,...>', 'whom it must be meant for; one of these is enough', commaList)
    .option('--subject <id>', 'whom it must be about')
    .option('--typ <type>', 'the type that the header must name, such as at+jwt')
    .option('--require <claim,...>', 'claims that must be there', commaList)
    .option(
      '--claim <name=value>',
      'a claim that must be this, or a list that holds it; repeatable',
      expectedClaim,
    )
    .option('--scope <scope,...>', 'scopes that it must have', (text: string) =>
      text.split(/[\s,]+/).filter(Boolean),
    )
    .option('--role <role>', 'the role that it must name')
    .option('--role-claim <pointer>', 'where it says its role, as a JSON Pointer: /app/role')
    .option('--max-age <time>', 'how long ago it may have been issued: 90, 10m, 2h, 7d', parseSeconds)
    .option('--leeway <time>', 'clock skew to tolerate; default 0', parseSeconds)
    .option('--at <time>', 'judge as of this time: 2026-01-01T00:00:00Z, or seconds', parseInstant)
    .addOption(
      new Option('--which <kind>', 'the token to take from a token response').choices([
        'access',
        'id',
        'refresh',
      ]),
    );
}

const commaList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** Collects repeated `--claim name=value`. */
function expectedClaim(text: string, before: readonly ExpectedClaim[] = []): readonly ExpectedClaim[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected name=value.');
  return [...before, { name: text.slice(0, at), value: text.slice(at + 1) }];
}

function optionsFrom(flags: VerifyFlags, issuer: string | undefined): Omit<VerifyOptions, 'keys'> {
  return {
    issuer,
    audience: flags.audience,
    subject: flags.subject,
    type: flags.typ,
    required: flags.require,
    claims: flags.claim,
    scope: flags.scope,
    role: flags.role,
    roleClaim: flags.roleClaim,
    maxAge: flags.maxAge,
    leeway: flags.leeway,
    algorithms: flags.alg,
    allowWeakKeys: flags.allowWeakKeys,
    which: flags.which,
  };
}

const examples = `
The key decides which algorithm may be used, never the token. Keys that a token carries or points to are not used.
Without a key option the keys are those that the issuer publishes: the one named with --issuer, else the server
of the session. Exit status: 0 valid, 1 refused (each reason on stderr), 3 no keys to be had.

Examples:
  $ authctl verify                               # the stored token, with its server's keys
  $ authctl verify eyJhbGciOi... --issuer https://login.example.com --audience https://api.example.com
  $ authctl verify @token.jwt --jwks keys.json --role admin
  $ authctl verify @token.jwt --secret-file secret.txt --at 2026-01-01T00:00:00Z
  $ authctl verify --json | jq -r '.failures[].code'`;
