import { type Command, Option } from 'commander';
import { thumbprintsRenderer } from '../../../report/keys.js';
import { readKeyFile } from '../../../token/keys/key-file.js';
import {
  THUMBPRINT_HASHES,
  type ThumbprintHash,
  thumbprintOf,
  thumbprintUri,
} from '../../../token/keys/thumbprint.js';
import type { Context } from '../../context.js';
import { emit } from '../../emit.js';
import { readKeyText, refuseSecretsOnly } from '../../key-input.js';

interface ThumbprintFlags {
  readonly uri?: boolean;
  readonly hash: ThumbprintHash;
}

/** `authctl keys thumbprint`: one line for each key. */
export function configureThumbprint(
  command: Command,
  ctx: Context,
  run: typeof thumbprintOf = thumbprintOf,
): void {
  command
    .argument('<file>', 'keys: PEM, JWK or key set; - for stdin')
    .option('--uri', 'as a URI (RFC 9278)')
    .addOption(new Option('--hash <name>', 'the hash').choices(THUMBPRINT_HASHES).default('sha256'))
    .addHelpText('after', examples)
    .action(async (file: string, { uri, hash }: ThumbprintFlags) => {
      const { text, name } = await readKeyText(ctx, file);
      const { keys } = readKeyFile(text, name);
      refuseSecretsOnly(
        keys,
        name,
        'has no thumbprint: it would help to guess the secret (RFC 7638 section 7)',
      );
      const hashed = keys.filter(({ key }) => key.type !== 'secret');
      const thumbprints = await Promise.all(hashed.map(({ key }) => run(key, hash)));
      emit(ctx, thumbprintsRenderer, {
        hash,
        thumbprints: uri ? thumbprints.map((print) => thumbprintUri(print, hash)) : thumbprints,
      });
    });
}

const examples = `
A private key and its public half have the same thumbprint.

Examples:
  $ authctl keys thumbprint key.pem
  $ authctl keys thumbprint jwks.json --uri`;
