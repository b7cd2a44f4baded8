import { AuthctlError } from '../errors.js';
import { cautionOf, forgeDocument, skippedNote, whatWasMade } from '../report/forge.js';
import { type Forgery, forge } from '../token/forge/forge.js';
import { fullId } from '../token/forge/mutation.js';
import { describeNeed } from '../token/forge/need.js';
import { type Original, readOriginal } from '../token/forge/original.js';
import { mutations } from '../token/forge/registry.js';
import { peel } from '../token/peel.js';
import { attackerListener } from './attacker-listener.js';
import type { Context } from './context.js';
import { type ChosenMutation, chosenMutation, unknownVariant } from './forge-choice.js';
import { forgeMaterials, type MaterialFlags } from './forge-materials.js';
import { complain, printSecret, printSecretJson, say } from './print.js';
import { readToken, refuseFileName } from './token-input.js';

export interface ForgeFlags extends MaterialFlags {
  /** A port of this machine to publish the attacker's keys at, and to wait there for a server that fetches them. */
  readonly listen?: number;
  readonly all?: boolean;
  readonly as?: string;
}

/**
 * Makes the tokens that were asked for and prints them: one alone as it is, several with their ids before them.
 *
 * @param name - a mutation, with or without a variant; undefined for all that are safe.
 * @throws {AuthctlError} `USAGE` where nothing can be made; what reading keys and tokens throws.
 */
export async function runForge(
  ctx: Context,
  name: string | undefined,
  source: string | undefined,
  flags: ForgeFlags,
): Promise<void> {
  const chosen = name === undefined ? undefined : chosenMutation(name);
  const original = await readOriginalToken(ctx, source, flags);
  if (flags.listen === undefined) return make(ctx, original, chosen, flags);
  const isCertificate = chosen?.mutation.id.startsWith('x5u') ?? false;
  const listener = await attackerListener(ctx, flags.listen, original.header, isCertificate);
  try {
    await make(ctx, original, chosen, { ...flags, listener: listener.url });
    await listener.untilStopped();
  } finally {
    await listener.close();
  }
}

async function make(
  ctx: Context,
  original: Original,
  chosen: ChosenMutation | undefined,
  flags: ForgeFlags,
): Promise<void> {
  const materials = await forgeMaterials(ctx, flags, original);
  const wanted = chosen ? [chosen.mutation] : mutations.filter((mutation) => mutation.class === 'safe');
  const made = forge(original, wanted, materials);
  const forgery = chosen ? onlyChosen(made, chosen) : made;
  print(ctx, forgery, chosen === undefined);
}

async function readOriginalToken(
  ctx: Context,
  source: string | undefined,
  flags: ForgeFlags,
): Promise<Original> {
  const { text } = await readToken(ctx, source, flags);
  try {
    return readOriginal(peel(text));
  } catch (error) {
    await refuseFileName(ctx, source);
    throw error;
  }
}

/** @throws {AuthctlError} `USAGE` where the variant is unknown, or nothing can be made of the mutation. */
function onlyChosen(made: Forgery, { mutation, variant }: ChosenMutation): Forgery {
  const isMeant = ({ id }: { readonly id: string }) =>
    variant === undefined || id === fullId(mutation.id, variant) || id === mutation.id;
  const forgery = { forged: made.forged.filter(isMeant), skipped: made.skipped.filter(isMeant) };
  if (forgery.forged.length > 0) return forgery;
  const [skipped] = forgery.skipped;
  if (skipped) throw new AuthctlError('USAGE', `${skipped.id} ${describeNeed(skipped.missing)}`);
  const known = [...made.forged, ...made.skipped].map(({ id }) => id.slice(mutation.id.length + 1));
  throw unknownVariant(mutation.id, variant ?? '', known.filter(Boolean));
}

const byNameOnly = mutations.filter((mutation) => mutation.class !== 'safe');

const noteWidth = ({ stderr }: Context): number => stderr.columns ?? 80;

function print(ctx: Context, forgery: Forgery, isAll: boolean): void {
  const { forged } = forgery;
  const [first] = forged;
  if (ctx.settings.json) printSecretJson(ctx, forgeDocument(forgery));
  else if (!isAll && forged.length === 1 && first) printSecret(ctx, first.token);
  else for (const { id, token } of forged) printSecret(ctx, id, token);
  if (!isAll && first && first.mutation.class !== 'safe') complain(ctx, ...cautionOf(first.mutation));
  say(ctx, ...skippedNote(forgery.skipped, noteWidth(ctx)));
  if (isAll) say(ctx, ...whatWasMade(forgery, byNameOnly, noteWidth(ctx)));
}
