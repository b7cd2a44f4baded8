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
   * @param maxBytes - a longer line is passed over, and `LINE_TOO_LONG` stands in its place.
   */
  lines(maxBytes: number): AsyncIterable<readonly InputLine[]>;
}

/** A line without its end (LF, or CR LF). */
export type InputLine = string | typeof LINE_TOO_LONG;

/** Stands for a line that was longer than it may be. */
export const LINE_TOO_LONG: unique symbol = Symbol('a line that is too long');

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
