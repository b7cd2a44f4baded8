import { type Command, InvalidArgumentError, Option } from 'commander';
import { AuthctlError } from '../../errors.js';
import { refusal, verifiedRenderer } from '../../report/verified.js';
import type { ExpectedClaim } from '../../token/claim-checks.js';
import type { Criteria } from '../../token/criteria.js';
import type { Profile } from '../../token/lint/profile.js';
import type { Which } from '../../token/peel.js';
import { verify } from '../../token/verify.js';
import { verifyAtIssuer } from '../../token/verify-at-issuer.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import { askIssuer, type IntrospectionFlags } from '../introspection.js';
import { addKeySources } from '../key-options.js';
import { type KeyFlags, keySource } from '../key-source.js';
import { complain } from '../print.js';
import { addProfileOptions, type ProfileFlags, profileFrom } from '../profile-flags.js';
import { parseInstant, parseSeconds } from '../time-flags.js';
import { readToken, refuseFileName } from '../token-input.js';
import { verifyLines } from '../verify-lines.js';

interface VerifyFlags extends KeyFlags, IntrospectionFlags, ProfileFlags {
  readonly profile?: Profile;
  readonly lines?: boolean;
  readonly jobs?: number;
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
  addProfileOptions(command);
  addNetworkOptions(command);
  command.addHelpText('after', examples).action(async (source: string | undefined, flags: VerifyFlags) => {
    refuseCombinations(source, flags);
    if (flags.lines) await verifyEachLine(ctx, flags);
    else await verifyOne(ctx, source, flags, run);
  });
}

async function verifyOne(
  ctx: Context,
  source: string | undefined,
  flags: VerifyFlags,
  run: typeof verify,
): Promise<void> {
  const input = await readToken(ctx, source, flags);
  const keys = await keySource(ctx, flags, input.session);
  const criteria = await criteriaFrom(ctx, flags, keys.issuer);
  const options = { ...criteria, keys: keys.load, renewKeys: keys.renew };
  const now = flags.at ?? ctx.now();
  const asked = flags.introspect
    ? await verifyAtIssuer(input.text, now, options, await askIssuer(ctx, flags, keys.issuer))
    : undefined;
  const result = asked ?? (await run(input.text, now, options));
  if (result.header === null && result.payload === null) await refuseFileName(ctx, source);
  const introspection = asked ? { introspection: asked.introspection } : {};
  const verified = { result, origin: input.origin, expected: criteria, ...introspection };
  if (result.valid || ctx.settings.json) emit(ctx, verifiedRenderer, verified, result.valid ? 'ok' : 'no');
  else {
    ctx.outcome = 'no';
    complain(ctx, ...refusal(result));
  }
}

async function verifyEachLine(ctx: Context, flags: VerifyFlags): Promise<void> {
  const keys = await keySource(ctx, flags, undefined);
  const criteria = await criteriaFrom(ctx, flags, keys.issuer);
  await verifyLines(ctx, { criteria, keys, at: flags.at ?? ctx.now(), jobs: flags.jobs ?? 1 });
}

/** @throws {AuthctlError} `USAGE` */
function refuseCombinations(source: string | undefined, flags: VerifyFlags): void {
  const refuse = (message: string, hint: string) => {
    throw new AuthctlError('USAGE', message, { hint });
  };
  if (flags.jobs !== undefined && !flags.lines) refuse('--jobs is for many tokens', 'use it with --lines');
  if (flags.lines && source !== undefined && source !== '-') {
    refuse('with --lines the tokens are read from stdin', 'leave the token out, and pipe the tokens in');
  }
  if (flags.clientSecretStdin && !flags.introspect) {
    refuse('--client-secret-stdin is for asking an issuer', 'use it with --introspect');
  }
  if (flags.clientSecretStdin && (source === '-' || (source === undefined && flags.as === undefined))) {
    refuse(
      'stdin cannot hold both the client secret and the token',
      'give the token as an argument, @file or --as NAME, or the secret in AUTHCTL_CLIENT_SECRET',
    );
  }
}

function addKeyOptions(command: Command): void {
  addKeySources(command)
    .addOption(
      new Option(
        '--ca <file>',
        'an authority (PEM): the key is that of the certificates in the token (x5c) it vouches for; with --jwks URL, whom the connection trusts',
      ).conflicts(['key', 'secretFile', 'secretEnv']),
    )
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

function addNetworkOptions(command: Command): void {
  command
    .option('--introspect', 'ask the issuer whether it is active (RFC 7662); opaque tokens too')
    .option('--client-secret-stdin', 'read the secret of the client that asks from stdin')
    .addOption(
      new Option('--offline', 'ask nobody: use fetched keys that were kept').conflicts([
        'refreshKeys',
        'introspect',
      ]),
    )
    .option('--refresh-keys', 'fetch keys anew, however long the kept ones last')
    .option('--timeout <time>', 'for each request; default: 10', parseTimeout)
    .addOption(
      new Option('--lines', 'verify each line of stdin; one JSON document a line').conflicts([
        'as',
        'introspect',
      ]),
    )
    .option('--jobs <number>', 'threads for --lines; default: 1', parseJobs);
}

const MOST_JOBS = 256;

function parseJobs(text: string): number {
  const jobs = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (jobs >= 1 && jobs <= MOST_JOBS) return jobs;
  throw new InvalidArgumentError(`Expected a number from 1 to ${MOST_JOBS}.`);
}

const LONGEST_TIMEOUT = 3600;

function parseTimeout(text: string): number {
  const seconds = /^\d{0,4}(?:\.\d{1,3})?$/.test(text) ? Number(text) : parseSeconds(text);
  if (seconds > 0 && seconds <= LONGEST_TIMEOUT) return seconds;
  throw new InvalidArgumentError(`Expected seconds, above 0 and up to ${LONGEST_TIMEOUT}.`);
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

async function criteriaFrom(ctx: Context, flags: VerifyFlags, issuer: string | undefined): Promise<Criteria> {
  return {
    profile: await profileFrom(ctx, flags, { issuer, audience: flags.audience }),
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
  $ authctl verify @token.jwt --ca ca.pem        # the key of its certificates (x5c)
  $ authctl verify @token.jwt --issuer https://login.example.com --profile access-token --audience api
  $ authctl verify @token.jwt --issuer https://login.example.com --introspect --client-id me
  $ authctl verify @token.jwt --jwks https://login.example.com/jwks --offline
  $ authctl verify --lines --jwks keys.json < tokens.txt | jq .valid
  $ authctl verify --json | jq -r '.failures[].code'`;
