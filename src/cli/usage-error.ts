import type { CommanderError } from 'commander';
import { AuthctlError } from '../errors.js';
import { didYouMean, oneOf } from '../nearest.js';

/** What commander objects to in a command line, in authctl's own form: with one instruction as its hint. */
export function usageError(thrown: CommanderError): AuthctlError {
  if (thrown.code === 'commander.help') {
    return new AuthctlError('USAGE', 'a command is missing', { hint: '`authctl --help` lists them' });
  }
  const [message = '', suggestion] = thrown.message.replace(/^error: /, '').split('\n');
  const [refusal = '', choices] = message.split('. Allowed choices are ');
  if (choices !== undefined) return noSuchChoice(refusal, choices.replace(/\.$/, '').split(', '));
  const meant = /Did you mean (?:one of )?(.+)\?/.exec(suggestion ?? '')?.[1];
  return new AuthctlError('USAGE', message, {
    hint: meant
      ? `did you mean ${oneOf(meant.split(', '))}?`
      : '`authctl --help` lists commands, `authctl <command> --help` its options',
  });
}

/** `option '--flow <flow>' argument 'x' is invalid`, `... value 'x' from env 'NAME' ...`, `... value 'x' ... argument 'shell'` */
function noSuchChoice(refusal: string, choices: readonly string[]): AuthctlError {
  const value = /(?:argument|value) '(.*?)' (?:is invalid|from env)/s.exec(refusal)?.[1] ?? '';
  const place =
    /from env '(\w+)'/.exec(refusal)?.[1] ??
    /^option '.*?(--[\w-]+)/.exec(refusal)?.[1] ??
    `<${/for argument '(.*)'$/.exec(refusal)?.[1] ?? 'argument'}>`;
  return new AuthctlError('USAGE', `'${value}' is no value for ${place}`, {
    hint: didYouMean(value, choices) ?? `it takes ${choices.join(', ')}`,
  });
}
