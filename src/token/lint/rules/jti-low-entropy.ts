import { judgeClaim } from '../claim-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** Ids of fewer bits meet by chance, or can be counted through. */
const LEAST_BITS = 64;

/** Kinds of characters, and how many there are of each. */
const ALPHABETS: readonly (readonly [RegExp, number])[] = [
  [/^\d*$/, 10],
  [/^(?:[\da-f-]*|[\dA-F-]*)$/, 16],
  [/^(?:[\da-z]*|[\dA-Z]*)$/, 36],
];

/** How many bits the text can hold at most, judged by its characters. */
function bitsOf(text: string): number {
  const size = ALPHABETS.find(([pattern]) => pattern.test(text))?.[1] ?? 64;
  const isRepeated = new Set(text).size <= 2;
  const length = size === 16 ? text.replaceAll('-', '').length : text.length;
  return isRepeated ? 0 : length * Math.log2(size);
}

export const jtiLowEntropy: TokenRule = {
  id: 'jti.low-entropy',
  title: 'a token id that can be guessed',
  severity: 'low',
  about: 'token',
  sources: [rfc(7519, '4.1.7'), rfc(9449, '4.2')],
  advice: 'use a random UUID, or 96 random bits and more',
  judge: (subject) =>
    judgeClaim(subject, 'jti', (jti) =>
      typeof jti === 'string' && bitsOf(jti) < LEAST_BITS
        ? `\`jti\` has ${jti.length} characters that hold ${Math.floor(bitsOf(jti))} bits at most`
        : undefined,
    ),
};
