import type { Argument, Command, Option } from 'commander';

/** What was written before the cursor. */
export interface Given {
  /** `--long` to its values; empty for one without. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

/** What the cursor is at. */
export type Position = { readonly command: Command; readonly path: string; readonly given: Given } & (
  | { readonly at: 'flag' }
  | { readonly at: 'value'; readonly option: Option; readonly before: string }
  | { readonly at: 'argument'; readonly argument: Argument | undefined; readonly mayBeCommand: boolean }
);

/** Gives a command of the tree its options and arguments, which are not loaded before it is called. */
export type Configure = (command: Command) => Promise<void>;

/**
 * Follows the words of a line through the command tree, as commander does when they are run.
 *
 * @param words - behind the program's name, those before the cursor's.
 * @param current - the cursor's own.
 * @returns undefined where a word stands that no command takes.
 */
export async function positionIn(
  program: Command,
  words: readonly string[],
  current: string,
  configure: Configure,
): Promise<Position | undefined> {
  const walk = new Walk(program, configure);
  for (const word of words) if (!(await walk.pass(word))) return undefined;
  return walk.positionOf(current);
}

class Walk {
  readonly #configure: Configure;
  #command: Command;
  readonly #path: string[] = [];
  readonly #options = new Map<string, string[]>();
  #words: string[] = [];
  /** The option whose value comes next. */
  #open: Option | undefined;
  #onlyWords = false;

  constructor(program: Command, configure: Configure) {
    this.#command = program;
    this.#configure = configure;
  }

  /** False where nothing takes the word. */
  async pass(word: string): Promise<boolean> {
    const open = this.#open;
    this.#open = undefined;
    if (open && (open.required || !word.startsWith('-'))) this.#keep(open, word);
    else if (this.#onlyWords || !/^-./.test(word)) return this.#passWord(word);
    else if (word === '--') this.#onlyWords = true;
    else this.#passFlag(word);
    return true;
  }

  positionOf(current: string): Position {
    const here = {
      command: this.#command,
      path: this.#path.join(' '),
      given: { options: this.#options, words: this.#words },
    };
    const open = this.#open;
    if (open && (open.required || !current.startsWith('-')))
      return { ...here, at: 'value', option: open, before: '' };
    if (!this.#onlyWords && current.startsWith('-') && current !== '-') {
      const equals = current.indexOf('=');
      if (equals < 0) return { ...here, at: 'flag' };
      const option = this.#optionNamed(current.slice(0, equals));
      if (option && takesValue(option))
        return { ...here, at: 'value', option, before: current.slice(0, equals + 1) };
    }
    const { registeredArguments, commands } = this.#command;
    const last = registeredArguments.at(-1);
    const argument = registeredArguments[this.#words.length] ?? (last?.variadic ? last : undefined);
    return {
      ...here,
      at: 'argument',
      argument,
      mayBeCommand: this.#words.length === 0 && commands.length > 0,
    };
  }

  async #passWord(word: string): Promise<boolean> {
    const { commands, registeredArguments } = this.#command;
    const called = this.#words.length === 0 ? commands.find((command) => command.name() === word) : undefined;
    if (called === undefined) {
      this.#words.push(word);
      return registeredArguments.length > 0;
    }
    const isOfProgram = this.#command.parent === null;
    this.#command = called;
    this.#path.push(word);
    this.#words = [];
    if (isOfProgram) await this.#configure(called);
    return true;
  }

  #passFlag(word: string): void {
    const [, name = '', value] = /^(-[^-]|--[^=]*)=?(.+)?$/s.exec(word) ?? [];
    const option = this.#optionNamed(name);
    if (!option) return;
    if (!takesValue(option)) this.#keep(option);
    else if (value === undefined && !word.endsWith('=')) {
      this.#keep(option);
      this.#open = option;
    } else this.#keep(option, value ?? '');
  }

  #keep(option: Option, ...values: readonly string[]): void {
    const name = nameOf(option);
    this.#options.set(name, [...(this.#options.get(name) ?? []), ...values]);
  }

  /** Those of the commands above count below, too. */
  #optionNamed(name: string): Option | undefined {
    for (let command: Command | null = this.#command; command; command = command.parent) {
      const option = command.options.find(({ long, short }) => long === name || short === name);
      if (option) return option;
    }
    return undefined;
  }
}

export const nameOf = ({ long, short }: Option): string => long ?? short ?? '';

export const takesValue = ({ required, optional }: Option): boolean => required || optional;
