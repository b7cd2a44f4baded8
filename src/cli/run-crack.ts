import { crackedDocument, crackedNote, secretText } from '../report/cracked.js';
import { type CrackOptions, crack } from '../token/crack/crack.js';
import { type HmacTarget, hmacTarget } from '../token/crack/hmac-target.js';
import { peel } from '../token/peel.js';
import type { Context } from './context.js';
import { crackProgress } from './crack-progress.js';
import { printSecret, printSecretJson, say } from './print.js';
import { readToken, refuseFileName } from './token-input.js';

export interface CrackFlags {
  readonly as?: string;
  readonly wordlist?: string;
  readonly jobs?: number;
}

/**
 * Searches the secret of an HMAC signature, and prints it where it is found: that is a finding, exit 1.
 *
 * @throws {AuthctlError} `USAGE` for a token without a shared secret; `FILE_UNREADABLE` for the word list.
 */
export async function runCrack(ctx: Context, source: string | undefined, flags: CrackFlags): Promise<void> {
  const target = await targetOf(ctx, source, flags);
  const progress = crackProgress(ctx);
  try {
    const cracked = await crack(target, {
      wordList: await wordListOf(ctx, target, flags),
      signal: ctx.signal,
      onProgress: progress.update,
    });
    progress.clear();
    ctx.outcome = cracked.secret === undefined ? 'ok' : 'no';
    if (ctx.settings.json) printSecretJson(ctx, crackedDocument(cracked));
    else if (cracked.secret) printSecret(ctx, secretText(cracked.secret).text);
    say(ctx, ...crackedNote(cracked));
  } finally {
    progress.clear();
  }
}

async function targetOf(ctx: Context, source: string | undefined, flags: CrackFlags): Promise<HmacTarget> {
  const { text } = await readToken(ctx, source, flags);
  try {
    return hmacTarget(peel(text));
  } catch (error) {
    await refuseFileName(ctx, source);
    throw error;
  }
}

async function wordListOf(
  ctx: Context,
  target: HmacTarget,
  { wordlist: path, jobs }: CrackFlags,
): Promise<CrackOptions['wordList']> {
  if (path === undefined) return undefined;
  return { path, chunks: ctx.ports.files.chunks(path), pool: await ctx.ports.searchers(target, jobs) };
}
