import { decodeBase64url } from '../../base64url.js';
import { isJsonObject } from '../../json.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** Longer texts are no headers, and not worth decoding. */
const LONGEST = 64 * 1024;

/** JSON, or the start of some; a bare number may be the first part of an opaque token. */
const JSON_TEXT = /^\ufeff?\s*(?:[[{"]|true|false|null)/;

/** Three or five base64url parts whose first is JSON, only not an object. */
export const formatHeaderNotObject: TokenRule = {
  id: 'format.header-not-object',
  title: 'a header that is no JSON object',
  severity: 'high',
  about: 'token',
  sources: [rfc(7515, '4'), rfc(7519, '7.2')],
  advice: 'make the header a JSON object with `alg` and `typ`',
  judge: (subject) =>
    isUnreadable(subject) && startsWithJson(subject.text)
      ? [{ message: 'the first part of the token is not a JSON object', at: '/header' }]
      : [],
};

const isUnreadable = ({ token }: TokenSubject): boolean => token === null || token.format === 'opaque';

function startsWithJson(text: string): boolean {
  const parts = text.split('.', 6);
  const [first = ''] = parts;
  if ((parts.length !== 3 && parts.length !== 5) || first.length > LONGEST) return false;
  const decoded = decodeBase64url(first);
  const json = decoded ? Buffer.from(decoded.bytes).toString('utf8') : '';
  return JSON_TEXT.test(json) && !isObject(json);
}

function isObject(json: string): boolean {
  try {
    return isJsonObject(JSON.parse(json));
  } catch {
    return false;
  }
}
