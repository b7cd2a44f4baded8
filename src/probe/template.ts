/** `{{NAME}}`, as it stands in requests of the configuration. */
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** A text with its placeholders filled in; those that nothing has a value for stay. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}

/** The names of a text's placeholders. */
export const placeholdersIn = (text: string): readonly string[] =>
  [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);

/** The same for every text in a JSON value. */
export function fillJson(template: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof template === 'string') return fillText(template, values);
  if (Array.isArray(template)) return template.map((item) => fillJson(item, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, fillJson(item, values)]));
}
