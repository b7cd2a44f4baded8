import { type Command, Option } from 'commander';
import { AuthctlError } from '../../errors.js';
import { type Decoded, decodedRenderer } from '../../report/decoded.js';
import type { DecodedToken } from '../../token/decoded-token.js';
import type { Which } from '../../token/peel.js';
import type { Context } from '../context.js';
import { decodeToken } from '../decode-token.js';
import { type DecryptionFlags, decryptionKeys } from '../decryption-key-source.js';
import { emit } from '../emit.js';
import { say } from '../print.js';
import { readToken, refuseFileName } from '../token-input.js';

interface DecodeFlags extends DecryptionFlags {
  readonly as?: string;
  readonly which?: Which;
  readonly roleClaim?: string;
  readonly diff?: string;
  readonly lines?: boolean;
}

/** `authctl decode`: show what a token says, without checking its signature. */
export function configureDecode(command: Command, ctx: Context): void {
  command
    .argument('[token]', 'a token, `-` for stdin, or `@file`; default: piped stdin, else the stored session')
    .option('--as <name>', 'the stored session whose token to show')
    .addOption(
      new Option('--which <kind>', 'the token to take from a token response').choices([
        'access',
        'id',
        'refresh',
      ]),
    )
    .option('--role-claim <pointer>', 'where the token says its role, as a JSON Pointer: /app/role')
    .addOption(decryptionOption('--key <file>', 'decrypt with this private key: PEM, JWK or key set'))
    .addOption(
      decryptionOption(
        '--secret-file <file>',
        'decrypt with this secret or password: raw, or after base64: or hex:',
      ),
    )
    .addOption(
      decryptionOption('--secret-env <name>', 'the environment variable that holds the secret or password'),
    )
    .addOption(
      new Option('--diff <token>', 'what differs from this token to the other one').conflicts('lines'),
    )
    .addOption(
      new Option('--lines', 'read one token a line from stdin, write one JSON document a line').conflicts(
        'as',
      ),
    )
    .addHelpText('after', examples)
    .action(async (source: string | undefined, flags: DecodeFlags) => {
      if (flags.lines) return showLines(ctx, source, flags);
      if (flags.diff !== undefined) return showDiff(ctx, flags.diff, source, flags);
      return showToken(ctx, source, flags);
    });
}

function decryptionOption(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.conflicts(
    ['key', 'secretFile', 'secretEnv'].filter((name) => name !== option.attributeName()),
  );
}

async function showToken(ctx: Context, source: string | undefined, flags: DecodeFlags): Promise<void> {
  const keys = await decryptionKeys(ctx, flags);
  const { text, origin } = await readToken(ctx, source, flags);
  try {
    const token = await decodeToken(ctx, text, flags, keys);
    if (keys && !token.layers.some(({ format }) => format === 'jwe')) {
      say(ctx, `this token is not encrypted: the key in ${keys.origin} was not needed`);
    }
    emit(ctx, decodedRenderer, { token, origin, ...(await measureFor(token)) });
  } catch (error) {
    await refuseFileName(ctx, source);
    throw error;
  }
}

/** What knows of wide characters takes long to load: it is, where a token may hold some. */
async function measureFor({ header, payload, layers }: DecodedToken): Promise<Pick<Decoded, 'widthOf'>> {
  if (!/[^\0-~]/.test(JSON.stringify([header, payload, layers]))) return {};
  return { widthOf: (await import('../../report/display-width.js')).displayWidth };
}

async function showDiff(
  ctx: Context,
  first: string,
  second: string | undefined,
  flags: DecodeFlags,
): Promise<void> {
  if (first === '-' && second === '-')
    throw new AuthctlError('USAGE', 'only one of the two tokens can come from stdin');
  const { emitDiff } = await import('../decode-diff.js');
  await emitDiff(ctx, first, second, flags, await decryptionKeys(ctx, flags));
}

async function showLines(ctx: Context, source: string | undefined, flags: DecodeFlags): Promise<void> {
  if (source !== undefined && source !== '-') {
    throw new AuthctlError('USAGE', '--lines reads its tokens from stdin, and takes no token as argument', {
      hint: 'give it a file with `authctl decode --lines < FILE`',
    });
  }
  const { decodeLines } = await import('../decode-lines.js');
  await decodeLines(ctx, flags, await decryptionKeys(ctx, flags));
}

const examples = `
A token is taken out of what it was copied with: quotes, \`Bearer\`, a header or cookie line, a curl command,
a URL, a whole token response in JSON. Nothing is verified: \`authctl verify\` does that.

Of an encrypted token the header is shown; its payload too with --key, --secret-file or --secret-env. Exit status
1 where the key does not open it.
--diff A B says what differs from A to B; B may be left out, as the token may. Signatures are not compared, and order
means nothing in scopes, audiences and roles. Exit status 0 where they say the same, 1 where they differ.
--lines passes over empty lines; a line that is no token gives a document with the schema authctl/error@1, and
exit status 1 at the end.

Examples:
  $ authctl decode                               # the token of the stored session
  $ authctl decode eyJhbGciOi...                 # this one
  $ authctl decode @token.jwt                    # from a file
  $ pbpaste | authctl decode                     # whatever was copied
  $ curl -s "$URL/login" -d @login.json | authctl decode --which id
  $ authctl decode --json | jq .payload.role
  $ authctl decode @encrypted.jwt --key private.pem
  $ authctl decode @encrypted.jwt --secret-file secret.txt
  $ authctl decode --diff @yesterday.jwt @today.jwt
  $ authctl decode --lines < tokens.txt | jq -r 'select(.role == "admin") | .payload.sub'`;
