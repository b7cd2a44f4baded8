import { parseCompact } from './compact.js';
import type { Flaw } from './finding.js';
import { parseJsonSerialization } from './json-serialization.js';
import { MAX_TOKEN_LENGTH, notAToken, tooLong } from './not-a-token.js';
import type { OpaqueToken, ParsedToken } from './parsed-token.js';

/** Characters of an access token in a header. @see RFC 6750 section 2.1 ("b64token") */
const B64TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/**
 * Reads a token strictly from its text, and tolerates what has one meaning only: each such tolerance is a flaw.
 * Nothing is verified and no key is needed.
 *
 * @param text - the token alone; see `peel` for what may surround it.
 * @throws {AuthctlError} `NOT_A_TOKEN`, saying what is wrong, where the text is nothing of the kind.
 * @see RFC 7515 section 7, RFC 7516 section 7, RFC 7519 section 7.2
 */
export function parseToken(text: string): ParsedToken {
  if (text.length > MAX_TOKEN_LENGTH) throw tooLong(text.length);
  const trimmed = text.trim();
  if (trimmed === '') throw notAToken('it is empty');
  if (trimmed.startsWith('{')) return parseJsonSerialization(trimmed);
  const dense = trimmed.replace(/\s+/g, '');
  const token = parseCompact(dense);
  if (token === undefined) return opaque(trimmed);
  return dense === trimmed
    ? token
    : withFlaw(token, { id: 'format.illegal-char', part: 'token', detail: 'white space' });
}

function withFlaw(token: ParsedToken, flaw: Flaw): ParsedToken {
  switch (token.format) {
    case 'opaque':
      return token;
    case 'sd-jwt':
      return { ...token, jws: { ...token.jws, flaws: [flaw, ...token.jws.flaws] } };
    default:
      return { ...token, flaws: [flaw, ...token.flaws] };
  }
}

/**
 * Tokens without structure are long, of few kinds of characters, and not words.
 *
 * @throws {AuthctlError} `NOT_A_TOKEN` for anything else.
 */
function opaque(text: string): OpaqueToken {
  if (/\s/.test(text)) throw notAToken('it has spaces in it');
  if (!B64TOKEN.test(text)) throw notAToken('it holds characters that no token has');
  const looksRandom = /\d/.test(text) || (/[a-z]/.test(text) && /[A-Z]/.test(text));
  if (text.length < 16 || !looksRandom)
    throw notAToken('it has neither a header nor the look of an opaque token');
  return { format: 'opaque', length: text.length };
}
