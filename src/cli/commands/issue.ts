import { type Command, InvalidArgumentError, Option } from 'commander';
import { issue } from '../../token/issue.js';
import { SIGNING_ALGORITHMS } from '../../token/keys/signing-key.js';
import { assignment } from '../assignments.js';
import type { Context } from '../context.js';
import { type IssueFlags, issueRequest } from '../issue-request.js';
import { printSecret } from '../print.js';
import { parseMoment } from '../time-flags.js';

/** `authctl issue`: sign a token, and print it and nothing else. */
export function configureIssue(command: Command, ctx: Context, run: typeof issue = issue): void {
  addKeyOptions(command);
  addClaimOptions(command);
  addHeaderOptions(command);
  addSourceOptions(command);
  command.addHelpText('after', examples).action(async (flags: IssueFlags) => {
    printSecret(ctx, await run(await issueRequest(ctx, flags), ctx.now()));
  });
}

function addKeyOptions(command: Command): void {
  const sources = ['key', 'secretFile', 'secretEnv'];
  const exclusive = (flags: string, description: string) => {
    const option = new Option(flags, description);
    return option.conflicts(sources.filter((name) => name !== option.attributeName()));
  };
  command
    .addOption(
      exclusive('--key <file>', "a private key: PEM, JWK or key set; default: the bundled server's own"),
    )
    .addOption(
      exclusive('--secret-file <file>', 'a shared secret: raw, or after base64:, base64url: or hex:'),
    )
    .addOption(exclusive('--secret-env <name>', 'the environment variable that holds the shared secret'))
    .addOption(
      new Option('--alg <name>', "the algorithm; default: the key's own, or the first it can have").choices(
        SIGNING_ALGORITHMS,
      ),
    )
    .option('--allow-weak-keys', 'sign with RSA keys below 2048 bits and secrets shorter than the hash')
    .option('--encrypt-to <file>', "encrypt the signed token to this recipient's key: PEM or JWK");
}

function addClaimOptions(command: Command): void {
  command
    .option('--as <name>', 'a user of the bundled server: agus, william or sari')
    .option('--role <role>', "the role; without --as it chooses the bundled server's user who has it")
    .option('--sub <id>', 'whom it is about')
    .option('--iss <url>', 'who issues it; default: the bundled server')
    .option('--aud <name,...>', 'whom it is meant for; default: the issuer', (text: string) =>
      list(text, /,/),
    )
    .option('--client-id <id>', 'the client that asked for it; default: authctl')
    .option('--scope <scope,...>', 'what the client may do', (text: string) => list(text, /[\s,]+/))
    .option('--jti <id>', 'its id; default: one that nobody can guess')
    .addOption(
      new Option('--expires <time>', 'when it ends: 15m, 2h, 7d from now, or a date; default 15m')
        .argParser(parseMoment)
        .conflicts('bare'),
    )
    .addOption(
      new Option('--not-before <time>', 'when it becomes valid, from now, or a date')
        .argParser(parseMoment)
        .conflicts('bare'),
    )
    .option('--claim <name=text>', 'another claim; name:=json for what is no text; repeatable', assignment)
    .option('--claims <source>', 'claims in JSON: @file, or - for stdin');
}

function addHeaderOptions(command: Command): void {
  command
    .option('--typ <type>', 'the type in the header; default at+jwt')
    .option('--kid <id>', 'the key of a key set; of a single key, the id to give it')
    .option(
      '--header <name=text>',
      'another header member; name:=json for what is no text; repeatable',
      assignment,
    );
}

function addSourceOptions(command: Command): void {
  const each = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
  command
    .option('--bare', 'add nothing that is not asked for')
    .option(
      '--from <token>',
      'start with what this token says: a token, - for stdin, or @file; nothing is added',
    )
    .option(
      '--set <name=text>',
      'change or add a claim of --from; name:=json, /a/b for an inner one',
      assignment,
    )
    .option('--unset <name>', 'take a claim of --from away; repeatable', each);
}

/** @throws {InvalidArgumentError} for an empty one: a claim that says nothing is left out. */
function list(text: string, separator: RegExp): readonly string[] {
  const entries = text
    .split(separator)
    .map((entry) => entry.trim())
    .filter(Boolean);
  if (entries.length > 0) return entries;
  throw new InvalidArgumentError('Expected at least one entry.');
}

const examples = `
The token is the only thing printed. Without --bare and --from it is an access token as RFC 9068 wants it: \`typ\`
at+jwt, \`iss\`, \`sub\`, \`aud\`, \`client_id\`, \`iat\`, \`exp\`, \`jti\`, and the \`kid\` of its key. Signed with the bundled
server's key it is accepted by \`authctl serve\` until it ends. That server goes by its own record of the user \`sub\`:
a \`role\` other than that user's changes the token, not what the user may do there.

Algorithms: ${SIGNING_ALGORITHMS.slice(0, 9).join(', ')},
${SIGNING_ALGORITHMS.slice(9).join(', ')} (ML-DSA: Node.js 24.7 or later). The key decides
which of them may be used.

Examples:
  $ authctl issue --as sari --role admin                      # for \`authctl serve\`
  $ authctl issue --key key.pem --iss https://login.example.com --sub 42 --aud https://api.example.com
  $ authctl issue --secret-file secret.txt --claim tenant=north --claim level:=3 --expires 1h
  $ authctl issue --bare --claims @claims.json --typ JWT      # exactly these claims
  $ authctl token | authctl issue --from - --set role=admin --unset scope
  $ authctl issue --encrypt-to recipient.pem                  # signed, then encrypted`;
