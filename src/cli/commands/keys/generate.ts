import { type Command, InvalidArgumentError, Option } from 'commander';
import { keyTextRenderer, keyWrittenRenderer } from '../../../report/keys.js';
import {
  type GeneratedKey,
  generateKey,
  KEY_ALGORITHMS,
  type KeyAlgorithm,
  RSA_SIZES,
} from '../../../token/keys/generate.js';
import { describeKey } from '../../../token/keys/verification-key.js';
import { toPem } from '../../../token/keys/write-keys.js';
import type { Context } from '../../context.js';
import { emit } from '../../emit.js';
import { jsonFile, type KeyOutputFlags, requireDestination, writeKeyFile } from '../../key-output.js';

interface GenerateFlags extends KeyOutputFlags {
  readonly alg: KeyAlgorithm;
  readonly bits?: (typeof RSA_SIZES)[number];
  readonly kid?: string;
  readonly format: keyof typeof forms;
}

/** How a new key can be written. */
const forms = {
  jwk: ({ jwk }: GeneratedKey) => jsonFile(jwk),
  jwks: ({ jwk }: GeneratedKey) => jsonFile({ keys: [jwk] }),
  pem: ({ key }: GeneratedKey) => toPem(key),
} as const;

/** `authctl keys generate`: make a key, and write it where only its owner may read it. */
export function configureGenerate(
  command: Command,
  ctx: Context,
  run: typeof generateKey = generateKey,
): void {
  command
    .addOption(new Option('--alg <name>', 'what it is for').choices(KEY_ALGORITHMS).makeOptionMandatory())
    .addOption(
      new Option('--bits <number>', `size of an RSA key: ${RSA_SIZES.join(', ')}; default 3072`).argParser(
        sizeFrom,
      ),
    )
    .option('--kid <id>', 'its id; default: its thumbprint (RFC 7638)')
    .addOption(new Option('--format <kind>', 'how to write it').choices(Object.keys(forms)).default('jwk'))
    .option('--out <file>', 'a new file, which only its owner may read')
    .addOption(new Option('--print', 'print the private key').conflicts('out'))
    .addHelpText('after', examples)
    .action(async ({ alg, bits, kid, format, ...output }: GenerateFlags) => {
      requireDestination(output, 'the private key');
      const made = await run({ algorithm: alg, bits, kid });
      const text = forms[format](made);
      if (output.out === undefined)
        return emit(ctx, keyTextRenderer('authctl/keys-generate@1'), { format, text });
      await writeKeyFile(ctx, output.out, text);
      emit(ctx, keyWrittenRenderer, { file: output.out, description: describeKey(made.key), jwk: made.jwk });
    });
}

function sizeFrom(text: string): (typeof RSA_SIZES)[number] {
  const size = RSA_SIZES.find((bits) => String(bits) === text);
  if (size === undefined) throw new InvalidArgumentError(`Expected ${RSA_SIZES.join(', ')}.`);
  return size;
}

const examples = `
Examples:
  $ authctl keys generate --alg ES256 --out key.jwk
  $ authctl keys generate --alg RS256 --bits 4096 --format pem --out key.pem
  $ authctl keys generate --alg HS256 --print           # a shared secret as a JWK
  $ authctl keys generate --alg ECDH-ES --out box.jwk   # for \`authctl issue --encrypt-to\``;
