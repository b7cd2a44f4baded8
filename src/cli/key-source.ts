import { AuthctlError } from '../errors.js';
import type { Session } from '../session/session.js';
import { discoverKeys, type FoundKeys, fetchKeySet } from '../token/keys/discover.js';
import { isTrustworthy } from '../token/keys/fetch-json.js';
import { readKeys } from '../token/keys/read-keys.js';
import { readSecret } from '../token/keys/secret.js';
import type { Context } from './context.js';
import { secretInEnvironment, secretInFile } from './secret-input.js';

/** The options that say which keys to believe; at most one of the first four. */
export interface KeyFlags {
  readonly jwks?: string;
  readonly key?: string;
  readonly secretFile?: string;
  readonly secretEnv?: string;
  readonly issuer?: string;
}

/** Where the keys come from, and whom the token must be from. */
export interface KeySource {
  readonly issuer: string | undefined;
  readonly load: () => Promise<FoundKeys>;
}

/**
 * Settles which keys a token is checked with: those given, else the ones that the issuer publishes, else those of the
 * server that the token's session, or the current one, was made at.
 *
 * Where nothing says it, that comes out when the keys are asked for: a text that is no token is refused before.
 *
 * @param session - the stored session that the token was taken from.
 * @throws {AuthctlError} `USAGE` for an address that keys must not be fetched from.
 */
export async function keySource(
  ctx: Context,
  flags: KeyFlags,
  session: Session | undefined,
): Promise<KeySource> {
  const given = givenKeys(ctx, flags);
  if (given) return { issuer: flags.issuer, load: given };
  const issuer = flags.issuer ?? session?.server ?? (await currentServer(ctx));
  if (issuer === undefined) return { issuer, load: nothingSaysIt };
  requireTrustworthy(issuer, flags.issuer === undefined ? 'the server of the session' : '--issuer');
  return { issuer, load: async () => discoverKeys(await ctx.ports.http(), issuer) };
}

function givenKeys(
  ctx: Context,
  { jwks, key, secretFile, secretEnv }: KeyFlags,
): KeySource['load'] | undefined {
  if (jwks !== undefined && /^https?:/i.test(jwks)) {
    requireTrustworthy(jwks, '--jwks');
    return async () => fetchKeySet(await ctx.ports.http(), jwks);
  }
  const file = jwks ?? key;
  if (file !== undefined) return () => keysInFile(ctx, file);
  if (secretFile !== undefined) return async () => secretAs(secretFile, await secretInFile(ctx, secretFile));
  return secretEnv === undefined
    ? undefined
    : async () => secretAs(secretEnv, secretInEnvironment(ctx, secretEnv));
}

const secretAs = (origin: string, text: string): FoundKeys => ({ keys: [readSecret(text, origin)], origin });

async function keysInFile(ctx: Context, path: string): Promise<FoundKeys> {
  return { keys: readKeys(await ctx.ports.files.read(path), path), origin: path };
}

/**
 * Refuses an address that keys must not be fetched from.
 *
 * @param what - the option that names it.
 * @throws {AuthctlError} `USAGE`
 */
export function requireTrustworthy(url: string, what: string): void {
  if (isTrustworthy(url)) return;
  throw new AuthctlError(
    'USAGE',
    `${what} is ${url}, and keys are fetched over https, or from this machine`,
    {
      hint: 'give an https address, or the keys in a file with --jwks or --key',
    },
  );
}

async function currentServer(ctx: Context): Promise<string | undefined> {
  const store = await ctx.ports.store();
  const name = await store.current();
  return name === undefined ? undefined : (await store.get(name))?.server;
}

async function nothingSaysIt(): Promise<never> {
  throw new AuthctlError('USAGE', 'nothing says which keys to check the signature with', {
    hint: 'name the issuer with --issuer URL, or give keys with --jwks, --key or --secret-file',
  });
}
