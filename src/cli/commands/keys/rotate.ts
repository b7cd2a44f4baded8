import { type Command, InvalidArgumentError, Option } from 'commander';
import { rotationRenderer } from '../../../report/keys.js';
import { KEY_ALGORITHMS, type KeyAlgorithm } from '../../../token/keys/generate.js';
import { rotate } from '../../../token/keys/rotate.js';
import { describeKey } from '../../../token/keys/verification-key.js';
import type { Context } from '../../context.js';
import { emit } from '../../emit.js';
import { jsonFile, replaceKeyFile } from '../../key-output.js';

interface RotateFlags {
  readonly alg?: KeyAlgorithm;
  readonly keep?: number;
}

/** `authctl keys rotate`: a new key at the head of a key set, in place. */
export function configureRotate(command: Command, ctx: Context, run: typeof rotate = rotate): void {
  command
    .argument('<file>', 'a private key set, or a JWK, which becomes one')
    .addOption(
      new Option('--alg <name>', 'what the new key is for; default: as the newest').choices(KEY_ALGORITHMS),
    )
    .option('--keep <number>', 'how many older keys stay; default: all', countFrom)
    .addHelpText('after', examples)
    .action(async (file: string, { alg, keep }: RotateFlags) => {
      const { jwks, added, kept, dropped } = await run(await ctx.ports.files.read(file), file, {
        algorithm: alg,
        keep,
      });
      await replaceKeyFile(ctx, file, jsonFile(jwks));
      emit(ctx, rotationRenderer, {
        file,
        added: { description: describeKey(added.key), jwk: added.jwk },
        kept,
        dropped,
      });
    });
}

function countFrom(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('Expected a number from 0 to 999.');
  return Number(text);
}

const examples = `
The new key comes first, where \`authctl issue --key FILE\` takes it. Of the older ones only the public halves stay: they
verify what they signed, and sign no more. The file is replaced at once, and only its owner may read it. Publish the
set with \`authctl keys public FILE\` before tokens are signed with the new key.

Examples:
  $ authctl keys rotate keys.json
  $ authctl keys rotate keys.json --keep 1 --alg Ed25519`;
