import type { Command } from 'commander';
import type { CommandTree } from '../command-entry.js';
import type { Context } from '../context.js';
import { topics } from '../help/topics.js';
import { knownNames } from './known-names.js';
import { nameOf, type Position, positionIn, takesValue } from './position.js';
import { NOTHING, type Suggestion, type Suggestions } from './suggestion.js';
import type { TypedLine } from './typed-line.js';
import { sourceOf } from './value-sources.js';

/**
 * What could stand where the cursor is.
 *
 * Sends nothing and asks nobody: stored sessions count where they are not encrypted, configuration where it can be read.
 */
export async function complete(
  ctx: Context,
  { program, configure }: CommandTree,
  { words: [, ...before], current: { text } }: TypedLine,
): Promise<Suggestions> {
  const position = await positionIn(program, before, text, configure);
  if (!position) return NOTHING;
  if (position.at === 'flag') return fitting(flagsOf(position), text);
  const typedBefore = position.at === 'value' ? position.before : '';
  const source = sourceOf(position);
  const found = source
    ? await source({
        text: text.slice(typedBefore.length),
        given: position.given,
        names: knownNames(ctx, position.given),
        helpNames: async () => [...commandsOf(program), ...topics.map(({ name }) => ({ value: name }))],
      })
    : NOTHING;
  if (found.kind === 'path') return { ...found, before: `${typedBefore}${found.before}` };
  const commands = position.at === 'argument' && position.mayBeCommand ? commandsOf(position.command) : [];
  const values = found.words.map((word) => ({ ...word, value: `${typedBefore}${word.value}` }));
  // A lone dash is a word, and the beginning of a flag.
  const flags = position.at === 'argument' && text === '-' ? flagsOf(position) : [];
  return fitting([...commands, ...values, ...flags], text);
}

const commandsOf = (command: Command): readonly Suggestion[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((each) => ({ value: each.name(), means: each.summary() }));

/** Those that say something new: none twice that takes no value, and none that cannot come with what is there. */
function flagsOf({ command, given: { options } }: Position): readonly Suggestion[] {
  const help = command.createHelp();
  const all = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
  const excluded = new Set(
    command.options.flatMap((option) =>
      options.has(nameOf(option)) ? (option as unknown as Conflicting).conflictsWith : [],
    ),
  );
  return all
    .filter((option) => takesValue(option) || !options.has(nameOf(option)))
    .filter((option) => !excluded.has(option.attributeName()) && option.long)
    .map((option) => ({ value: nameOf(option), means: option.description }));
}

/** What commander keeps of `conflicts()`; its types do not tell. */
interface Conflicting {
  readonly conflictsWith: readonly string[];
}

/** Each once, and only what begins as it is typed and can be shown as it is. */
function fitting(words: readonly Suggestion[], text: string): Suggestions {
  const byValue = new Map<string, Suggestion>();
  for (const word of words) {
    const { value } = word;
    if (value !== '' && value.startsWith(text) && !/[\p{C}\u2028\u2029]/u.test(value) && !byValue.has(value))
      byValue.set(value, word);
  }
  return { kind: 'words', words: [...byValue.values()] };
}
