import { type Command, Option } from 'commander';

/** The ways to give keys; one at a time. */
const SOURCES = ['jwks', 'key', 'secretFile', 'secretEnv'];

/** Adds the options of `KeyFlags` that name keys: `--jwks`, `--key`, `--secret-file`, `--secret-env`. */
export function addKeySources(command: Command): Command {
  return command
    .addOption(exclusive('--jwks <url|file>', 'a key set to check the signature with'))
    .addOption(exclusive('--key <file>', 'a key: PEM (public key, private key, certificate), JWK or key set'))
    .addOption(
      exclusive('--secret-file <file>', 'a shared secret: raw, or after base64:, base64url: or hex:'),
    )
    .addOption(exclusive('--secret-env <name>', 'the environment variable that holds the shared secret'));
}

/** An option that is one of the ways to give keys. */
function exclusive(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.conflicts(SOURCES.filter((name) => name !== option.attributeName()));
}
