import { type Command, Option } from 'commander';

/**
 * Adds one option to a command.
 *
 * @param variable - of the environment, that says the same.
 * @param usual - what counts where neither says anything.
 */
export type AddOption = (flags: string, help: string, variable?: string, usual?: string | number) => Option;

/** What adds options to a command, one a line; what else there is to say of one is said of what comes back. */
export const optionAdder =
  (command: Command): AddOption =>
  (flags, help, variable, usual) => {
    const option = new Option(flags, help);
    if (variable !== undefined) option.env(variable);
    if (usual !== undefined) option.default(usual);
    command.addOption(option);
    return option;
  };

/** For an option that may be given several times: all its values, in order. */
export const several = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];
