import type { Text } from '../../report/text.js';
import type { CommandEntry } from '../command-entry.js';
import type { Context } from '../context.js';

/** What a topic may be told by: the whole program, so that it cannot fall behind. */
export interface TopicSources {
  readonly ctx: Context;
  readonly commands: readonly CommandEntry[];
}

/** Something that `authctl help` explains beside the commands. */
export interface Topic {
  readonly name: string;
  readonly load: () => Promise<(sources: TopicSources) => Text | Promise<Text>>;
}
