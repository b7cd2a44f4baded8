/** Standard input. Nothing of it is read before one of its methods is called. */
export interface Input {
  readonly isTTY: boolean;
  /** `terminal`, `file`, `pipe` (what a shell makes), `socket` (what some parent programs make), or `none`. */
  readonly kind: InputKind;
  /** Everything up to the end of the input, as UTF-8. */
  readAll(): Promise<string>;
  /** The same within limits, for input that may be endless or never come. */
  readWithin(limits: InputLimits): Promise<LimitedInput>;
  /**
   * The lines as they arrive, as many at a time as came at once, so that endless input takes little memory. Read once.
   *
   * @param maxBytes - of a longer line that did not come at once nothing is kept.
   */
  lines(maxBytes: number): AsyncIterable<LineBlock>;
}

/**
 * Whole lines, each with its end, but perhaps for the last of all; never empty. Null stands for one line that is too
 * long to be kept.
 */
export type LineBlock = Buffer | null;

/** `none` is a device without content, such as `/dev/null`, or a closed descriptor. */
export type InputKind = 'terminal' | 'file' | 'pipe' | 'socket' | 'none';

export interface InputLimits {
  /** Reading stops beyond this. */
  readonly maxBytes: number;
  /** How long to wait for a first byte; default: for ever. */
  readonly patienceMs?: number;
}

/** `silent`: open, but nothing came; it will not be read any more. */
export type LimitedInput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'too-long' };
