/** Single keys of a person at a terminal, without enter. Ctrl-C stays what it is. */
export interface Keys {
  /** The next key that is pressed; rejects when the signal aborts, and the terminal is as before. */
  next(signal: AbortSignal): Promise<string>;
}
