import { AuthctlError } from '../errors.js';
import { strangersKey } from '../report/forge.js';
import { type KeyMaterial, keyMeant, materialOf, readKeyMaterial } from '../token/forge/key-material.js';
import type { Materials } from '../token/forge/materials.js';
import type { Original, OriginalJws } from '../token/forge/original.js';
import { algorithmFor, madeBy } from '../token/forge/signer.js';
import { memberOf } from '../token/json.js';
import { readSecret } from '../token/keys/secret.js';
import { describeKey } from '../token/keys/verification-key.js';
import { peel } from '../token/peel.js';
import type { Context } from './context.js';
import { keySource } from './key-source.js';
import { complain } from './print.js';
import { secretInEnvironment, secretInFile } from './secret-input.js';
import { readToken } from './token-input.js';

/** The options that say what to forge with. At most one of the first four. */
export interface MaterialFlags {
  readonly key?: string;
  readonly jwks?: string;
  readonly secretFile?: string;
  readonly secretEnv?: string;
  readonly other?: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
  readonly listener?: string;
  readonly marker: string;
}

/**
 * Gathers what hostile tokens are made with.
 *
 * @throws {AuthctlError} `USAGE` where the issuer's key cannot have signed the token; what reading keys and tokens throws.
 */
export async function forgeMaterials(
  ctx: Context,
  flags: MaterialFlags,
  original: Original,
): Promise<Materials> {
  const keys = await keyMaterial(ctx, flags, original);
  if (original.kind === 'jws') judgeKeys(ctx, keys, original);
  return {
    now: ctx.now(),
    ...keys,
    otherToken: await tokenIn(ctx, flags.other),
    idToken: await tokenIn(ctx, flags.idToken),
    refreshToken: await tokenIn(ctx, flags.refreshToken),
    listener: flags.listener,
    marker: flags.marker,
  };
}

async function keyMaterial(
  ctx: Context,
  flags: MaterialFlags,
  { header, ...original }: Original,
): Promise<KeyMaterial> {
  const { key, jwks, secretFile, secretEnv } = flags;
  const kid = memberOf(header, 'kid');
  const choice = {
    kid: typeof kid === 'string' ? kid : undefined,
    algorithm: original.kind === 'jws' ? original.algorithm : '',
  };
  if (key !== undefined) return readKeyMaterial(await ctx.ports.files.read(key), choice, key);
  if (secretFile !== undefined) {
    return materialOf(readSecret(await secretInFile(ctx, secretFile), secretFile).key);
  }
  if (secretEnv !== undefined) {
    return materialOf(readSecret(secretInEnvironment(ctx, secretEnv), secretEnv).key);
  }
  if (jwks === undefined) return materialOf(undefined);
  const { load } = await keySource(ctx, { jwks }, undefined);
  return materialOf(keyMeant((await load()).keys, choice));
}

/** A key of the wrong kind is refused; a wrong one of the right kind may be meant, so it is only told. */
function judgeKeys(ctx: Context, { issuerKey, publicKey }: KeyMaterial, original: OriginalJws): void {
  const { algorithm, headerPart, payloadPart, signaturePart } = original;
  if (issuerKey && algorithmFor(issuerKey, algorithm) === undefined) {
    throw new AuthctlError(
      'USAGE',
      `the key (${describeKey(issuerKey)}) cannot have signed this token, whose algorithm is ${JSON.stringify(algorithm)}`,
      { hint: "give the key of the token's issuer" },
    );
  }
  const key = publicKey ?? issuerKey;
  const input = `${headerPart}.${payloadPart}`;
  if (!key || madeBy(algorithm, key, input, Buffer.from(signaturePart, 'base64url'))) return;
  complain(ctx, ...strangersKey);
}

async function tokenIn(ctx: Context, source: string | undefined): Promise<string | undefined> {
  return source === undefined ? undefined : peel((await readToken(ctx, source)).text);
}
