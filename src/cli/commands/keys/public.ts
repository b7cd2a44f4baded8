import { type Command, Option } from 'commander';
import { keySetRenderer, pemRenderer } from '../../../report/keys.js';
import { readKeyFile } from '../../../token/keys/key-file.js';
import { publicHalf, publicKeySet, toPem } from '../../../token/keys/write-keys.js';
import type { Context } from '../../context.js';
import { emit } from '../../emit.js';
import { readKeyText, refuseSecretsOnly } from '../../key-input.js';

interface PublicFlags {
  readonly format: 'jwks' | 'pem';
}

/** `authctl keys public`: what others need to check signatures, and nothing of what makes them. */
export function configurePublic(
  command: Command,
  ctx: Context,
  run: typeof publicKeySet = publicKeySet,
): void {
  command
    .argument('<file>', 'keys: PEM, JWK or key set; - for stdin')
    .addOption(new Option('--format <kind>', 'how to write them').choices(['jwks', 'pem']).default('jwks'))
    .addHelpText('after', examples)
    .action(async (file: string, { format }: PublicFlags) => {
      const { text, name } = await readKeyText(ctx, file);
      const { keys } = readKeyFile(text, name);
      refuseSecretsOnly(keys, name, 'has no public half');
      if (format === 'jwks') return emit(ctx, keySetRenderer, await run(keys));
      const publishable = keys.filter(({ key }) => key.type !== 'secret').map(publicHalf);
      emit(ctx, pemRenderer, publishable.map(({ key }) => toPem(key)).join(''));
    });
}

const examples = `
Shared secrets of a key set are left out: they are never published.

Examples:
  $ authctl keys public key.jwk > jwks.json
  $ authctl keys public key.pem --format pem
  $ authctl keys public keys.json | authctl verify @token.jwt --jwks /dev/stdin`;
