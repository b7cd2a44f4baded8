import { type Command, Option } from 'commander';
import { decodedRenderer } from '../../report/decoded.js';
import { decode } from '../../token/decode.js';
import { peel, type Which } from '../../token/peel.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import { readToken, refuseFileName } from '../token-input.js';

interface DecodeFlags {
  readonly as?: string;
  readonly which?: Which;
  readonly roleClaim?: string;
}

/** `authctl decode`: show what a token says, without checking its signature. */
export function configureDecode(command: Command, ctx: Context, run = decode): void {
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
    .addHelpText('after', examples)
    .action(async (source: string | undefined, flags: DecodeFlags) => {
      const { text, origin } = await readToken(ctx, source, flags);
      try {
        const token = run(text, ctx.now(), flags);
        if (token.format === 'opaque') ctx.secrets.add(peel(text, flags.which));
        emit(ctx, decodedRenderer, { token, origin });
      } catch (error) {
        await refuseFileName(ctx, source);
        throw error;
      }
    });
}

const examples = `
A token is taken out of what it was copied with: quotes, \`Bearer\`, a header or cookie line, a curl command,
a URL, a whole token response in JSON. Nothing is verified: \`authctl verify\` does that.

Examples:
  $ authctl decode                               # the token of the stored session
  $ authctl decode eyJhbGciOi...                 # this one
  $ authctl decode @token.jwt                    # from a file
  $ pbpaste | authctl decode                     # whatever was copied
  $ curl -s "$URL/login" -d @login.json | authctl decode --which id
  $ authctl decode --json | jq .payload.role`;
