import { decodeBase64url } from '../base64url.js';
import { isJsonObject, type JsonObject, memberOf, parseJson } from '../json.js';
import type { TokenSubject } from './subject.js';

/** The parts of an encrypted token whose lengths are given by `enc`. */
export interface EncryptedParts {
  readonly header: JsonObject;
  /** Bytes; undefined where the text is no base64url. */
  readonly ivBytes: number | undefined;
  readonly tagBytes: number | undefined;
}

/**
 * Takes an encrypted token apart; undefined for any other.
 *
 * @see RFC 7516 section 7 (compact: header, key, IV, ciphertext, tag)
 */
export function encryptedParts({ token, text }: TokenSubject): EncryptedParts | undefined {
  if (token?.format !== 'jwe') return undefined;
  const { iv, tag } = token.serialization === 'compact' ? ofCompact(text) : ofJson(text);
  return { header: token.header, ivBytes: length(iv), tagBytes: length(tag) };
}

interface Texts {
  readonly iv: unknown;
  readonly tag: unknown;
}

function ofCompact(text: string): Texts {
  const [, , iv, , tag] = text.replace(/\s+/g, '').split('.', 5);
  return { iv, tag };
}

function ofJson(text: string): Texts {
  const json = parseJson(text);
  if (!isJsonObject(json)) return { iv: undefined, tag: undefined };
  return { iv: memberOf(json, 'iv') ?? '', tag: memberOf(json, 'tag') ?? '' };
}

const length = (text: unknown): number | undefined =>
  typeof text === 'string' ? decodeBase64url(text)?.bytes.length : undefined;
