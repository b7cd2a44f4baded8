import { AuthctlError } from '../errors.js';
import { payloadOf, type TokenLayer } from '../token/layers.js';
import type { LintInput } from '../token/lint/lint-tokens.js';
import { parseToken } from '../token/parse.js';
import { peel, type Which } from '../token/peel.js';
import type { Context } from './context.js';
import { type DecryptionFlags, decryptionKeys } from './decryption-key-source.js';
import { say } from './print.js';

/** The options that say how a token is found and opened. */
interface Flags extends DecryptionFlags {
  readonly which?: Which;
}

/**
 * Opens the encrypted tokens with the key or the secret that was given, so that what they hold is judged as well; a token
 * in a token comes after it. Where the key does not open one, its header alone is judged, and that is said.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`; `USAGE` for a variable that is not set.
 */
export async function openInputs(
  ctx: Context,
  inputs: readonly LintInput[],
  flags: Flags,
): Promise<readonly LintInput[]> {
  const hasKey = (flags.key ?? flags.secretFile ?? flags.secretEnv) !== undefined;
  if (!hasKey || !inputs.some((input) => isEncrypted(input, flags.which))) return inputs;
  const all: LintInput[] = [];
  for (const input of inputs)
    all.push(...(isEncrypted(input, flags.which) ? await opened(ctx, input, flags) : [input]));
  return all;
}

function isEncrypted({ text }: LintInput, which: Which | undefined): boolean {
  try {
    return parseToken(peel(text, which)).format === 'jwe';
  } catch (error) {
    if (error instanceof AuthctlError) return false;
    throw error;
  }
}

async function opened(ctx: Context, input: LintInput, flags: Flags): Promise<readonly LintInput[]> {
  try {
    const keys = await decryptionKeys(ctx, flags);
    if (!keys) return [input];
    const { openedLayersOf } = await import('../token/layers.js');
    const { openJwe } = await import('../token/open-jwe.js');
    const layers = await openedLayersOf(parseToken(peel(input.text, flags.which)), (jwe) =>
      openJwe(jwe, keys),
    );
    return layers.map((layer, depth) => inputOf(input, layers[depth - 1], layer));
  } catch (error) {
    if (!(error instanceof AuthctlError && REASONS.has(error.code))) throw error;
    say(ctx, `${input.origin}: what is encrypted was not judged: ${error.message}`);
    return [input];
  }
}

/** Why a key does not open a token. */
const REASONS: ReadonlySet<string> = new Set(['KEY_UNUSABLE', 'NOT_DECRYPTED']);

/** @param around - the layer that holds this one; undefined for the outermost. */
function inputOf(input: LintInput, around: TokenLayer | undefined, layer: TokenLayer): LintInput {
  const content = around && payloadOf(around);
  return {
    ...input,
    ...(content?.kind === 'text' ? { text: content.text, origin: `the token inside ${input.origin}` } : {}),
    opened: layer.opened ?? undefined,
  };
}
