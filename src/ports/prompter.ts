/** Questions to a person at a terminal. Not available in CI or a pipe: see `Context.prompter`. */
export interface Prompter {
  /** A line of text; `initial` is taken by pressing enter. */
  text(question: string, initial?: string): Promise<string>;
  /** A line of text that is not shown while it is typed. */
  secret(question: string): Promise<string>;
}
