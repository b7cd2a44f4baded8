import type { JsonObject, JsonValue } from '../json.js';
import type { Attempt, Expected } from './mutation.js';
import type { OriginalJws } from './original.js';

/** Members to set; undefined takes one away. */
export type Changes = Readonly<Record<string, JsonValue | undefined>>;

export const encode = (content: string | Uint8Array): string => Buffer.from(content).toString('base64url');

/** A copy with some members changed where they stand, and new ones at the end; `__proto__` is a name like any other. */
export function changed(object: JsonObject, changes: Changes): JsonObject {
  const members = new Map<string, JsonValue>(Object.entries(object));
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) members.delete(name);
    else members.set(name, value);
  }
  return Object.fromEntries(members);
}

/** The header as JSON, changed. */
export const headerWith = ({ header }: OriginalJws, changes: Changes): string =>
  JSON.stringify(changed(header, changes));

/** A compact JWS of a header as text, a payload that is encoded already, and a signature that is, too. */
export const compact = (header: string, payloadPart: string, signaturePart: string): string =>
  `${encode(header)}.${payloadPart}.${signaturePart}`;

/** A mutation with one token. */
export const one = (token: string, expected: Expected = 'refuse'): readonly Attempt[] => [
  { variant: '', token, expected },
];

/** A mutation whose variants all have the same answer: names to tokens. */
export const each = (
  tokens: Readonly<Record<string, string>>,
  expected: Expected = 'refuse',
): readonly Attempt[] => Object.entries(tokens).map(([variant, token]) => ({ variant, token, expected }));
