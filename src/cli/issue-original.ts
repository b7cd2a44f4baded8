import { AuthctlError } from '../errors.js';
import { caution, type Text } from '../report/text.js';
import { relative } from '../token/duration.js';
import { type JsonObject, memberOf } from '../token/json.js';
import { parseToken } from '../token/parse.js';
import { headerOf } from '../token/parsed-token.js';
import { peel } from '../token/peel.js';
import type { Context } from './context.js';
import { readToken, refuseFileName } from './token-input.js';

/** What the token of `--from` says; nothing of it was verified. */
export interface Original {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

/**
 * Reads the token that is to be changed and signed again.
 *
 * @param source - as the argument of `decode`: the token, `-` or `@file`.
 * @throws {AuthctlError} `NOT_A_TOKEN` where its claims cannot be read.
 */
export async function readOriginal(ctx: Context, source: string): Promise<Original> {
  const { text } = await readToken(ctx, source);
  try {
    return originalOf(text);
  } catch (error) {
    await refuseFileName(ctx, source);
    throw error;
  }
}

function originalOf(text: string): Original {
  const token = parseToken(peel(text));
  if ((token.format !== 'jws' && token.format !== 'unsecured') || token.payload.kind !== 'claims') {
    throw new AuthctlError('NOT_A_TOKEN', 'the token of --from has no claims that can be read', {
      hint: 'give a signed JWT: `authctl decode` shows what it is',
    });
  }
  return { header: headerOf(token.signatures[0]), claims: token.payload.claims };
}

/** Said where the changed token would be refused for the time that it still has. */
export function expiryNote(claims: JsonObject, now: number): Text {
  const exp = memberOf(claims, 'exp');
  if (typeof exp !== 'number' || exp > now) return [];
  return [[caution('note:'), ` the token expired ${relative(exp, now)}; --expires 15m makes it last again`]];
}
