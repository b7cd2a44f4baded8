import type { Subject } from './flows/flow.js';

/** A copy of any JSON shape with `{{username}}` and `{{password}}` filled in wherever they stand in a text. */
export function filledIn(template: unknown, subject: Subject): unknown {
  if (typeof template === 'string') {
    // One pass: what a password holds is never read as a placeholder.
    return template.replace(/\{\{(username|password)\}\}/g, (_, field: keyof Subject) => subject[field]);
  }
  if (Array.isArray(template)) return template.map((part) => filledIn(part, subject));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, part]) => [key, filledIn(part, subject)]));
}

/** The same as the fields of a form; what is no text goes in as JSON. */
export function formFields(template: unknown, subject: Subject): URLSearchParams {
  const filled = filledIn(template, subject);
  const fields = typeof filled === 'object' && filled !== null ? Object.entries(filled) : [];
  return new URLSearchParams(
    fields.map(([key, value]): [string, string] => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
