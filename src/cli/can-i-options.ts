import type { Command } from 'commander';
import { optionAdder } from './option-adder.js';

/** The options of `authctl can-i`, as they are written. */
export interface CanIOptions {
  readonly as?: string;
  readonly role?: string;
  readonly server?: string;
  readonly api?: string;
  readonly openapi?: string;
  readonly config?: string;
  readonly data?: string;
  readonly allowWrites?: boolean;
  readonly allowDelete?: boolean;
  readonly target?: string;
  readonly timeout: string;
}

/** Gives `authctl can-i` its options; those that `probe` has too mean the same. */
export function addCanIOptions(command: Command): void {
  const option = optionAdder(command);
  option('-d, --data <body>', 'JSON, @FILE, or - for standard input');
  option('--allow-writes', 'send POST, PUT and PATCH', 'AUTHCTL_ALLOW_WRITES');
  option('--allow-delete', 'send DELETE', 'AUTHCTL_ALLOW_DELETE');

  command.optionsGroup('Who calls what:');
  option('--as <name>', 'this subject; default: the current session; anonymous: nobody', 'AUTHCTL_AS');
  option('--role <role>', 'the subject of this role', 'AUTHCTL_ROLE');
  option('--server <url>', 'the server whose stored sessions are the subjects', 'AUTHCTL_SERVER');
  option('--api <url>', 'base URL of the API; default: the server', 'AUTHCTL_API');
  option('--openapi <file|url>', "the API's description", 'AUTHCTL_OPENAPI');
  option('--config <file>', 'default: authctl.yaml, from here upwards', 'AUTHCTL_CONFIG');
  option('--target <host>', 'allow a host that is not this machine', 'AUTHCTL_TARGET');
  option('--timeout <seconds>', 'for each request', 'AUTHCTL_TIMEOUT', '30');
}
