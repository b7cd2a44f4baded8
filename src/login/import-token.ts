import { AuthctlError } from '../errors.js';
import type { BearerCredential } from '../session/session.js';
import { claimsOf, type Stated, statedBy } from '../session/stated.js';
import { inWords } from '../token/duration.js';
import { peel } from '../token/peel.js';
import { bearerFrom } from './bearer.js';

/** A token that was handed over, and what it says of itself. */
export interface ImportedToken {
  readonly credential: BearerCredential;
  readonly stated: Stated;
  /** What is odd about it, for a warning. */
  readonly oddity: string | undefined;
}

/**
 * Takes an access token as it was copied from somewhere, and checks what it is.
 *
 * @param now - seconds since the epoch.
 * @throws {AuthctlError} `USAGE` for what is no token; `LOGIN_REFUSED` for one that has expired.
 */
export function importToken(text: string, now: number): ImportedToken {
  const token = bare(text);
  const stated = statedBy(token);
  if (stated.expiresAt !== undefined && stated.expiresAt <= now) {
    throw new AuthctlError('LOGIN_REFUSED', `this token expired ${inWords(now - stated.expiresAt)} ago`, {
      hint: 'get a fresh one; nothing was stored',
    });
  }
  return { credential: bearerFrom({ accessToken: token }, now), stated, oddity: oddityOf(token) };
}

function bare(text: string): string {
  try {
    const token = peel(text);
    // RFC 6750 section 2.1, b64token: anything else could not be sent in a header.
    if (/^[\w.~+/-]+=*$/.test(token)) return token;
  } catch (error) {
    if (!(error instanceof AuthctlError)) throw error;
  }
  throw new AuthctlError('USAGE', 'what came on standard input is no access token', {
    hint: 'pipe in the token and nothing else: --token-stdin < token.txt',
  });
}

/** An ID token says who logged in, to the client; an API that takes one takes it from any client. */
function oddityOf(token: string): string | undefined {
  const claims = claimsOf(token);
  const isIdToken = ['nonce', 'at_hash', 'c_hash'].some((name) => Object.hasOwn(claims, name));
  if (isIdToken) return 'this is an ID token: it tells the client who logged in, and is not meant for an API';
  if (Object.hasOwn(claims, 'events'))
    return 'this is a logout token or another security event, no access token';
  return undefined;
}
