import type { Command } from 'commander';
import { optionAdder, several } from './option-adder.js';

/** The options of `authctl request`, as they are written. */
export interface RequestOptions {
  readonly method?: string;
  readonly header?: readonly string[];
  readonly data?: string;
  readonly query?: readonly string[];
  readonly include?: boolean;
  readonly output?: string;
  readonly as?: string;
  readonly role?: string;
  readonly api?: string;
  readonly config?: string;
  readonly curl?: boolean;
  /** False with `--no-follow`. */
  readonly follow: boolean;
  readonly timeout?: string;
  readonly insecureHttp?: boolean;
  readonly csrf?: string;
  readonly csrfPage?: string;
}

/** Gives `authctl request` its options. */
export function addRequestOptions(command: Command): void {
  const option = optionAdder(command);
  option('-H, --header <line>', "'Name: value'; 'Name:' leaves one out; repeatable").argParser(several);
  option('-d, --data <body>', 'JSON, @FILE, or - for standard input');
  option('--query <name=value>', 'a parameter for the URL; repeatable').argParser(several);
  option('-X, --method <method>', 'the method, where it is not the first word');
  option('-i, --include', "print the answer's status and headers, too");
  option('-o, --output <file>', 'write the body of a success to this file; - for standard output');
  option('--curl', 'print the curl command that does the same, and send nothing');
  option('--no-follow', 'show a redirect instead of following it');

  command.optionsGroup('Who calls what:');
  option(
    '--as <name>',
    'which session; default: the current one there; anonymous: no credential',
    'AUTHCTL_AS',
  );
  option('--role <role>', 'a session of this role', 'AUTHCTL_ROLE');
  option('--api <url>', 'what paths are below, and where the credential may go', 'AUTHCTL_API');
  option('--config <file>', 'the configuration; default: authctl.yaml here or above', 'AUTHCTL_CONFIG');
  option(
    '--csrf <rule>',
    'CSRF token of a cookie session: cookie:XSRF-TOKEN=header:X-XSRF-TOKEN',
    'AUTHCTL_CSRF',
  );
  option('--csrf-page <path>', 'the page that hands it out');
  option(
    '--timeout <seconds>',
    'for the answer to begin, and for each pause in it; default: 30',
    'AUTHCTL_TIMEOUT',
  );
  option(
    '--insecure-http',
    'send the credential over plain HTTP to another machine',
    'AUTHCTL_INSECURE_HTTP',
  );
}
