import { type Command, InvalidArgumentError, Option } from 'commander';
import { AuthctlError } from '../../errors.js';
import { forgeListRenderer } from '../../report/forge.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import { listed } from '../forge-choice.js';
import { type CrackFlags, runCrack } from '../run-crack.js';
import { type ForgeFlags, runForge } from '../run-forge.js';

interface Flags extends ForgeFlags {
  readonly list?: boolean;
}

/** `authctl forge`: a hostile variant of a token, for testing a server. Nothing is sent. */
export function configureForge(command: Command, ctx: Context, run = runForge, search = runCrack): void {
  command
    .argument('[mutation]', 'what to do to the token: an id, or id:variant; not with --all')
    .argument('[token]', 'a token, `-` for stdin, or `@file`; default: piped stdin, else the stored session')
    .option('--as <name>', 'the stored session whose token to take')
    .option('--list', 'list the mutations, or those whose id holds a word, and make none')
    .option('--all', 'make all that do no harm: one a line, its id before it');
  addMaterials(command);
  command
    .option('--marker <text>', 'what to look for in answers that repeat a claim', 'authctl-marker')
    .addHelpText('after', examples)
    .action(async (first: string | undefined, second: string | undefined, flags: Flags) => {
      if (flags.list) return emit(ctx, forgeListRenderer, listed(first, second));
      const { mutation, token } = named(first, second, flags.all ?? false);
      await run(ctx, mutation, token, flags);
    });
  configureCrack(command.command('crack'), ctx, search);
}

function addMaterials(command: Command): void {
  const keys = ['key', 'jwks', 'secretFile', 'secretEnv'];
  const exclusive = (flags: string, description: string) => {
    const option = new Option(flags, description);
    return option.conflicts(keys.filter((name) => name !== option.attributeName()));
  };
  command
    .addOption(
      exclusive('--key <file>', "the issuer's key, private or public: PEM, certificate, JWK or key set"),
    )
    .addOption(exclusive('--jwks <url|file>', "the issuer's public keys"))
    .addOption(
      exclusive('--secret-file <file>', "the issuer's secret: raw, or after base64:, base64url: or hex:"),
    )
    .addOption(exclusive('--secret-env <name>', "the environment variable that holds the issuer's secret"))
    .option('--other <token>', 'another token of the same issuer: a token, or @file')
    .option('--id-token <token>', 'an ID token of the same issuer')
    .option('--refresh-token <token>', 'a refresh token of the same issuer')
    .option('--listener <url>', 'where you listen for a server that calls out', httpUrl)
    .addOption(
      new Option(
        '--listen <port>',
        "publish the attacker's keys on this machine, and say who fetches them; 0: any free port",
      )
        .argParser(port)
        .conflicts('listener'),
    );
}

function port(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError('Expected a whole number from 0 to 65535.');
}

function httpUrl(text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError('Expected an address that starts with http:// or https://.');
}

/** With --all the first argument is the token: no mutation is named. */
function named(
  first: string | undefined,
  second: string | undefined,
  isAll: boolean,
): { readonly mutation: string | undefined; readonly token: string | undefined } {
  if (isAll) {
    if (second === undefined) return { mutation: undefined, token: first };
    throw new AuthctlError('USAGE', '--all makes every mutation, and one is named too', {
      hint: 'leave out the name, or --all',
    });
  }
  if (first !== undefined) return { mutation: first, token: second };
  throw new AuthctlError('USAGE', 'nothing says what to do to the token', {
    hint: 'name a mutation; `authctl forge --list` lists them, --all makes all of them',
  });
}

function configureCrack(command: Command, ctx: Context, search: typeof runCrack): void {
  command
    .summary('search the secret that a token was signed with')
    .description(
      'Search the secret of an HS256, HS384 or HS512 token: among well-known ones, then in a word list.',
    )
    .argument('[token]', 'a token, `-` for stdin, or `@file`; default: piped stdin, else the stored session')
    .option('--as <name>', 'the stored session whose token to take')
    .option('--wordlist <file>', 'candidates, one a line; of any size')
    .option('--jobs <number>', 'threads to search with; default: one a core', threads)
    .addHelpText('after', crackExamples)
    .action((source: string | undefined, flags: CrackFlags) => {
      const { as } = optionsOfForge(command.parent);
      return search(ctx, source, as === undefined ? flags : { ...flags, as });
    });
}

/**
 * The options that `forge` took, wherever in the line they stand: `--as`, which `crack` has too, and no other one.
 *
 * @throws {AuthctlError} `USAGE` for one that says how to make tokens.
 */
function optionsOfForge(forge: Command | null): Pick<Flags, 'as'> {
  const given = forge?.options.filter(
    (option) => forge.getOptionValueSource(option.attributeName()) === 'cli',
  );
  const strange = given?.find((option) => option.attributeName() !== 'as');
  if (!strange) return forge?.opts<Flags>() ?? {};
  throw new AuthctlError('USAGE', `${strange.long} is for making tokens, and crack makes none`, {
    hint: 'leave it out; `authctl forge crack --help` shows the options',
  });
}

function threads(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 1024) return number;
  throw new InvalidArgumentError('Expected a whole number from 1 to 1024.');
}

const examples = `
Made for testing a server of your own: a sound one refuses nearly all of these. Nothing is sent, and nothing is signed
but with the keys you give and with published ones that nobody trusts. What may do harm is made only by its name:
class \`oob\` makes a server call out, \`dangerous\` may make it run a command or use up its memory.
How a token is sent, and when, is no mutation; \`--list\` names these tests too.

Examples:
  $ authctl forge --list                                   # what there is, and where it is written
  $ authctl forge --list kid                               # what there is about \`kid\`
  $ authctl forge none.none                                # the stored token without a signature
  $ authctl forge claim.role:admin.signed @token.jwt --key issuer.pem
  $ authctl forge confusion.rs-hs @token.jwt --jwks https://login.example.com/jwks.json
  $ authctl forge jku.spoof @token.jwt --listen 0          # waits for a server that fetches keys by the token
  $ authctl forge --all @token.jwt --key issuer.pem | cut -f 2
  $ authctl forge crack @token.jwt --wordlist words.txt    # search the secret of an HMAC signature`;

const crackExamples = `
A secret that is found is proven: it makes the signature. It is printed alone on stdout. Exit status: 0 not found
in the lists, 1 found, 2 the token has no shared secret.

Examples:
  $ authctl forge crack @token.jwt
  $ authctl forge crack @token.jwt --wordlist rockyou.txt --jobs 4
  $ zcat words.gz | authctl forge crack @token.jwt --wordlist /dev/stdin`;
