import { memberOf } from '../../json.js';
import { type EncryptedParts, encryptedParts } from '../encrypted-parts.js';
import type { Match, TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** Bytes of the initialization vector and of the tag. @see RFC 7518 sections 5.2 and 5.3 */
const LENGTHS: ReadonlyMap<unknown, { readonly iv: number; readonly tag: number }> = new Map([
  ['A128GCM', { iv: 12, tag: 16 }],
  ['A192GCM', { iv: 12, tag: 16 }],
  ['A256GCM', { iv: 12, tag: 16 }],
  ['A128CBC-HS256', { iv: 16, tag: 16 }],
  ['A192CBC-HS384', { iv: 16, tag: 24 }],
  ['A256CBC-HS512', { iv: 16, tag: 32 }],
]);

interface Length {
  readonly actual: number | undefined;
  readonly expected: number;
}

function judgeLength(
  subject: TokenSubject,
  what: string,
  read: (parts: EncryptedParts, expected: { readonly iv: number; readonly tag: number }) => Length,
): readonly Match[] {
  const parts = encryptedParts(subject);
  const enc = parts && memberOf(parts.header, 'enc');
  const lengths = LENGTHS.get(enc);
  if (parts === undefined || lengths === undefined) return [];
  const { actual, expected } = read(parts, lengths);
  if (actual === expected) return [];
  const found = actual === undefined ? 'cannot be read' : `has ${actual} bytes`;
  return [{ message: `the ${what} ${found}; ${String(enc)} takes ${expected}`, at: '' }];
}

export const jweIvLength: TokenRule = {
  id: 'jwe.iv-length',
  title: 'an initialization vector of another length',
  severity: 'high',
  about: 'token',
  sources: [rfc(7518, '5.3'), rfc(7518, '5.2')],
  advice: 'refuse this token: a library that accepts another length weakens the encryption',
  judge: (subject) =>
    judgeLength(subject, 'initialization vector', ({ ivBytes }, { iv }) => ({
      actual: ivBytes,
      expected: iv,
    })),
};

export const jweTagLength: TokenRule = {
  id: 'jwe.tag-length',
  title: 'an authentication tag of another length',
  severity: 'high',
  about: 'token',
  sources: [rfc(7518, '5.3'), rfc(7518, '5.2')],
  advice: 'refuse this token: a short tag can be found by trying',
  judge: (subject) =>
    judgeLength(subject, 'authentication tag', ({ tagBytes }, { tag }) => ({
      actual: tagBytes,
      expected: tag,
    })),
};
