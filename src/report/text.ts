/** What a piece of text means; the painter decides how that looks. Meaning never rests on it alone. */
export type Style = 'strong' | 'faint' | 'good' | 'bad' | 'caution' | 'accent';

/** A run of characters in one style. May hold anything: what cannot be shown is made visible when written. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Line = string | readonly (string | Span)[];

/** What a renderer answers: lines without line ends. */
export type Text = readonly Line[];

/** Puts a style on a text that is already safe to write. */
export type Painter = (style: Style, text: string) => string;

/** What a renderer may know of the place its text goes to. */
export interface View {
  /** Columns; 80 where the output is no terminal. */
  readonly width: number;
  /** True where only ASCII symbols may be used. */
  readonly ascii: boolean;
}

/** A result and how it is shown: as one JSON document, or as text for a person. */
export interface Renderer<Result> {
  /** `authctl/<name>@<version>`, the `schema` field of the JSON document. */
  readonly schema: string;
  readonly json: (result: Result) => object;
  /** Lines may be made one after the other. */
  readonly text: (result: Result, view: View) => Iterable<Line>;
}

export const strong = (text: string): Span => ({ text, style: 'strong' });
export const faint = (text: string): Span => ({ text, style: 'faint' });
export const good = (text: string): Span => ({ text, style: 'good' });
export const bad = (text: string): Span => ({ text, style: 'bad' });
export const caution = (text: string): Span => ({ text, style: 'caution' });
export const accent = (text: string): Span => ({ text, style: 'accent' });
