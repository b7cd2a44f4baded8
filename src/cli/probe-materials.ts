import { AuthctlError } from '../errors.js';
import { type MaterialsFor, originalOf } from '../probe/checks/token-variants.js';
import { readKeyMaterial } from '../token/forge/key-material.js';
import type { Original } from '../token/forge/original.js';
import type { Context } from './context.js';
import { forgeMaterials, type MaterialFlags } from './forge-materials.js';
import type { ProbeCommandOptions } from './probe-options.js';

const ANY_KEY = { kid: undefined, algorithm: '' };

/**
 * What --key, --jwks and --id-token give to damage a token with.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`, `KEY_UNUSABLE` for a key file that is none.
 */
export async function materialsFor(
  ctx: Context,
  { key, jwks, idToken }: ProbeCommandOptions,
): Promise<MaterialsFor> {
  if (key !== undefined) readKeyMaterial(await ctx.ports.files.read(key), ANY_KEY, key);
  const flags: MaterialFlags = {
    ...(key === undefined ? {} : { key }),
    ...(jwks === undefined || key !== undefined ? {} : { jwks }),
    ...(idToken === undefined ? {} : { idToken }),
    marker: '',
  };
  return async (token) => {
    const original = originalOf(token);
    return original === undefined ? {} : materialsOf(ctx, flags, original);
  };
}

async function materialsOf(ctx: Context, flags: MaterialFlags, original: Original) {
  try {
    const { idToken, ...materials } = await forgeMaterials(ctx, flags, original);
    return idToken === undefined ? materials : { ...materials, idToken };
  } catch (error) {
    // The key of another kind of token: several subjects may have tokens of several issuers.
    if (error instanceof AuthctlError && error.code === 'USAGE') return {};
    throw error;
  }
}
