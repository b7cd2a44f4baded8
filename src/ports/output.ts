/** Standard output or standard error. */
export interface Output {
  readonly isTTY: boolean;
  /** Undefined where it is no terminal. */
  readonly columns: number | undefined;
  /** @param content - bytes may be used for something else as soon as this returns. */
  write(content: string | Uint8Array): void;
  /** Waits until what was written has gone where there is much of it; false where nobody reads any more. */
  ready(): Promise<boolean>;
}
