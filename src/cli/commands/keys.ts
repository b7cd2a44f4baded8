import type { Command } from 'commander';
import type { Context } from '../context.js';
import { configureConvert } from './keys/convert.js';
import { configureGenerate } from './keys/generate.js';
import { configurePublic } from './keys/public.js';
import { configureRotate } from './keys/rotate.js';
import { configureThumbprint } from './keys/thumbprint.js';

const subcommands = [
  ['generate', 'make a key, or a shared secret', configureGenerate],
  ['public', 'the public keys of a file, as a key set to publish or as PEM', configurePublic],
  ['thumbprint', 'the hash that names a key (RFC 7638)', configureThumbprint],
  ['convert', 'a key as JWK or as PEM', configureConvert],
  ['rotate', 'put a new key into a key set, and keep the older ones for verification', configureRotate],
] as const;

/** `authctl keys`: make keys, publish them, name them, convert them, replace them. */
export function configureKeys(command: Command, ctx: Context): void {
  command.helpCommand(false);
  for (const [name, summary, configure] of subcommands) {
    configure(command.command(name).summary(summary).description(summary), ctx);
  }
  command.addHelpText('after', examples);
}

const examples = `
A private key is written to a file that only its owner may read, and printed only with --print. No file is ever
overwritten, except the one that \`rotate\` changes.

Examples:
  $ authctl keys generate --alg ES256 --out key.jwk
  $ authctl keys public key.jwk > jwks.json
  $ authctl issue --key key.jwk --sub 42 | authctl verify --jwks jwks.json

\`authctl keys <command> --help\` shows a command's options and examples.`;
