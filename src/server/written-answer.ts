import type { Answer } from './answer.js';

/** How an answer goes over the wire, where it does not go as it should. */
export type Transmission =
  /** The connection is reset; nothing is sent. */
  | { readonly kind: 'reset' }
  /** The connection ends after so many bytes of the content that was announced. */
  | { readonly kind: 'truncated'; readonly bytes: number }
  /** A byte at a time. */
  | { readonly kind: 'slow'; readonly intervalMs: number }
  /** The content never ends. */
  | { readonly kind: 'endless' };

/** An answer in its last form before it is sent. Names of header fields are in lower case. */
export interface WrittenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Empty where there is no content. */
  readonly content: string;
  /** Waited for before it is sent. */
  readonly delayMs?: number;
  readonly transmission?: Transmission;
}

/** What a route answered, as it is sent. */
export function writtenAnswer({ status, headers = {}, body, indent = 0 }: Answer): WrittenAnswer {
  const fields: Record<string, string | readonly string[]> =
    body === undefined ? {} : { 'content-type': 'application/json' };
  fields['cache-control'] = 'no-store';
  fields['x-content-type-options'] = 'nosniff';
  for (const [name, value] of Object.entries(headers)) fields[name.toLowerCase()] = value;
  return { status, headers: fields, content: body === undefined ? '' : JSON.stringify(body, null, indent) };
}

/** The content as a JSON object; undefined where it is none. */
export function jsonOf({ headers, content }: WrittenAnswer): Readonly<Record<string, unknown>> | undefined {
  if (!String(headers['content-type']).startsWith('application/json')) return undefined;
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The same answer with other members in its content. */
export const withJson = (answer: WrittenAnswer, body: object): WrittenAnswer => ({
  ...answer,
  content: JSON.stringify(body),
});
