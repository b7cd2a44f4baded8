import { type Command, Option } from 'commander';
import { keysConvertedRenderer, keyTextRenderer } from '../../../report/keys.js';
import { readKeyFile, type StoredKey } from '../../../token/keys/key-file.js';
import { describeKey } from '../../../token/keys/verification-key.js';
import { toJwk, toPem } from '../../../token/keys/write-keys.js';
import type { Context } from '../../context.js';
import { emit } from '../../emit.js';
import { readKeyText } from '../../key-input.js';
import { jsonFile, type KeyOutputFlags, requireDestination, writeKeyFile } from '../../key-output.js';

interface ConvertFlags extends KeyOutputFlags {
  readonly to?: 'jwk' | 'pem';
}

/** `authctl keys convert`: the same keys, written the other way. */
export function configureConvert(command: Command, ctx: Context, write: typeof toJwk = toJwk): void {
  command
    .argument('<file>', 'keys: PEM, JWK or key set; - for stdin')
    .addOption(new Option('--to <kind>', 'how to write them; default: the other way').choices(['jwk', 'pem']))
    .option('--out <file>', 'a new file, which only its owner may read')
    .addOption(new Option('--print', 'print private keys too').conflicts('out'))
    .addHelpText('after', examples)
    .action(async (file: string, { to, ...output }: ConvertFlags) => {
      const { text, name } = await readKeyText(ctx, file);
      const { format, keys } = readKeyFile(text, name);
      if (keys.some(({ key }) => key.type !== 'public')) requireDestination(output, 'the private key');
      const target = to ?? (format === 'pem' ? 'jwk' : 'pem');
      const converted =
        target === 'pem' ? keys.map(({ key }) => toPem(key)).join('') : await asJson(keys, write);
      if (output.out === undefined) {
        return emit(ctx, keyTextRenderer('authctl/keys-convert@1'), { format: target, text: converted });
      }
      await writeKeyFile(ctx, output.out, converted);
      emit(ctx, keysConvertedRenderer, {
        file: output.out,
        format: target,
        keys: keys.map(({ key }) => ({ type: key.type, description: describeKey(key) })),
      });
    });
}

async function asJson(keys: readonly StoredKey[], write: typeof toJwk): Promise<string> {
  const jwks = await Promise.all(keys.map((key) => write(key)));
  return jsonFile(jwks.length === 1 && jwks[0] ? jwks[0] : { keys: jwks });
}

const examples = `
One key becomes a JWK, several become a key set. PEM has no place for \`kid\`, \`alg\` and \`use\`.

Examples:
  $ authctl keys convert key.pem --out key.jwk
  $ authctl keys convert public.jwk                     # a public key is printed
  $ authctl keys convert key.jwk --print | openssl pkey -noout -text`;
