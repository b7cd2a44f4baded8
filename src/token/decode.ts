import { type DecodedToken, describeToken } from './decoded-token.js';
import { layersOf } from './layers.js';
import { parseToken } from './parse.js';
import { peel, type Which } from './peel.js';

export interface DecodeOptions {
  /** The token to take from a token response; default: the access token. */
  readonly which?: Which | undefined;
  /** JSON Pointer to the role; default: the usual places, see `findRole`. */
  readonly roleClaim?: string | undefined;
}

/**
 * Says what a token says, without checking its signature: anyone can write such a token. Of an encrypted one it tells
 * the header; see `decrypt`.
 *
 * @param text - a token, or what it was copied with; see `peel`.
 * @param now - seconds since the epoch, to place the token in its lifetime.
 * @throws {AuthctlError} `NOT_A_TOKEN` where nothing in the text resembles a token; nothing else.
 */
export function decode(text: string, now: number, options: DecodeOptions = {}): DecodedToken {
  const bare = peel(text, options.which);
  return describeToken(bare, layersOf(parseToken(bare)), now, options.roleClaim);
}
