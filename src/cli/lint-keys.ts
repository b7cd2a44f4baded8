import { AuthctlError } from '../errors.js';
import { isJsonObject, type JsonObject, parseJson } from '../token/json.js';
import { readKeys } from '../token/keys/read-keys.js';
import { secretBytes } from '../token/keys/secret.js';
import { keysOfSet } from '../token/lint/key-set.js';
import type { ServerSubject } from '../token/lint/subject.js';
import type { Context } from './context.js';
import { type KeyFlags, requireTrustworthy } from './key-source.js';
import { secretInEnvironment, secretInFile } from './secret-input.js';

/** What tokens are judged with: keys, a secret, and what a server publishes, as far as the user named them. */
export interface LintMaterial {
  readonly keys?: readonly JsonObject[];
  readonly secret?: Uint8Array;
  readonly server?: ServerSubject;
}

/**
 * Reads the keys and asks the issuer, as the options say. Unlike `verify`, nothing is refused that a rule can judge.
 *
 * @throws {AuthctlError} `USAGE`, `FILE_UNREADABLE`, `KEY_UNUSABLE`, `KEYS_UNAVAILABLE`.
 */
export async function readMaterial(ctx: Context, flags: KeyFlags): Promise<LintMaterial> {
  const { issuer } = flags;
  if (issuer === undefined) return givenMaterial(ctx, flags);
  requireTrustworthy(issuer, '--issuer');
  const given = await givenMaterial(ctx, flags);
  const { fetchServer } = await import('../token/lint/fetch-server.js');
  return { ...given, server: await fetchServer(await ctx.ports.http(), issuer) };
}

async function givenMaterial(ctx: Context, flags: KeyFlags): Promise<LintMaterial> {
  const { jwks, key, secretFile, secretEnv } = flags;
  if (jwks !== undefined) return keySet(ctx, jwks);
  if (key !== undefined) return { keys: keysIn(await readFile(ctx, key), key) };
  if (secretFile !== undefined) return secret(await secretInFile(ctx, secretFile), secretFile);
  return secretEnv === undefined ? {} : secret(secretInEnvironment(ctx, secretEnv), secretEnv);
}

/** A key set is judged as something that is published, wherever it comes from. */
async function keySet(ctx: Context, place: string): Promise<LintMaterial> {
  if (/^https?:/i.test(place)) {
    requireTrustworthy(place, '--jwks');
    const { fetchKeysOnly } = await import('../token/lint/fetch-server.js');
    const server = await fetchKeysOnly(await ctx.ports.http(), place);
    return { keys: server.keys, server };
  }
  const keys = keysOfSet(parseJson(await readFile(ctx, place)));
  if (keys === undefined) {
    throw new AuthctlError('KEY_UNUSABLE', `${place} holds no key set`, {
      hint: 'a key set is a JSON object with a list `keys`; a single key is given with --key',
    });
  }
  return { keys, server: { issuer: null, metadata: null, keySetUrl: null, keys } };
}

/** JWKs as they are; keys in PEM as JWKs, the public half of them. */
function keysIn(text: string, name: string): readonly JsonObject[] {
  const json = text.trimStart().startsWith('{') ? parseJson(text) : undefined;
  if (isJsonObject(json)) return keysOfSet(json) ?? [json];
  return readKeys(text, name).map(({ key }) => key.export({ format: 'jwk' }) as JsonObject);
}

const secret = (content: string | Uint8Array, name: string): LintMaterial => ({
  secret: secretBytes(content, name),
});

const readFile = (ctx: Context, path: string): Promise<string> => ctx.ports.files.read(path);
