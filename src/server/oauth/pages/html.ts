/** Text that is markup already; anything else is escaped where it is put into a page. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

type Insert = string | number | Html | readonly Html[];

const inserted = (value: Insert): string => {
  if (value instanceof Html) return value.text;
  return Array.isArray(value) ? value.map(({ text }: Html) => text).join('') : escaped(String(value));
};

/** Markup with values in it; a value is escaped for an element's text and for an attribute in quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Insert[]): Html {
  return new Html(
    parts.map((part, index) => part + (index < values.length ? inserted(values[index] ?? '') : '')).join(''),
  );
}
