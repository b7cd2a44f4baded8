/** One thing that could stand where the cursor is. */
export interface Suggestion {
  /** The whole word, unquoted. */
  readonly value: string;
  /** What it means, in a few words, for shells that show it. */
  readonly means?: string;
  /** Whether the word goes on behind it, so that no space is to follow. */
  readonly goesOn?: true;
}

/** What could stand where the cursor is: some words, or any file, which shells find better themselves. */
export type Suggestions =
  | { readonly kind: 'words'; readonly words: readonly Suggestion[] }
  | {
      readonly kind: 'path';
      /** The part of the word that is not the path: `--key=`, `@`. */
      readonly before: string;
      readonly path: string;
    };

export const NOTHING: Suggestions = { kind: 'words', words: [] };
