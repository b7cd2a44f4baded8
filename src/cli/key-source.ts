import { AuthctlError } from '../errors.js';
import type { Http } from '../ports/http.js';
import type { Session } from '../session/session.js';
import { readAuthorities } from '../token/keys/certificate-chain.js';
import { discoverKeys, type FoundKeys, fetchKeySet } from '../token/keys/discover.js';
import { isTrustworthy } from '../token/keys/fetch-json.js';
import { readKeys } from '../token/keys/read-keys.js';
import { readSecret } from '../token/keys/secret.js';
import type { Context } from './context.js';
import { type KeyWebFlags, keyWeb } from './key-web.js';
import { keyTextInFile, secretInEnvironment, secretInFile } from './secret-input.js';

/** The options that say which keys to believe; at most one of the first five. */
export interface KeyFlags extends KeyWebFlags {
  readonly jwks?: string;
  readonly key?: string;
  readonly secretFile?: string;
  readonly secretEnv?: string;
  readonly ca?: string;
  readonly issuer?: string;
  readonly profile?: string;
}

/** Where the keys come from, and whom the token must be from. */
export interface KeySource {
  readonly issuer: string | undefined;
  readonly load: () => Promise<FoundKeys>;
  /** Fetches them again; undefined where they do not come from the network, or may not. */
  readonly renew?: (() => Promise<FoundKeys>) | undefined;
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
  if (given) return { issuer: flags.issuer, ...given };
  const issuer = flags.issuer ?? session?.server ?? (await currentServer(ctx));
  if (issuer === undefined) return { issuer, load: nothingSaysIt };
  requireTrustworthy(issuer, flags.issuer === undefined ? 'the server of the session' : '--issuer');
  return { issuer, ...fromNetwork(ctx, flags, (web) => discoverKeys(web, issuer)) };
}

type Given = Pick<KeySource, 'load' | 'renew'>;

function givenKeys(ctx: Context, flags: KeyFlags): Given | undefined {
  const { jwks, key, secretFile, secretEnv, ca } = flags;
  if (jwks !== undefined && /^https?:/i.test(jwks)) {
    requireTrustworthy(jwks, '--jwks');
    return fromNetwork(ctx, flags, (web) => fetchKeySet(web, jwks));
  }
  if (jwks !== undefined && ca !== undefined) throw keysTwice();
  const file = jwks ?? key;
  if (file !== undefined) return { load: () => keysInFile(ctx, file) };
  if (secretFile !== undefined) {
    return { load: async () => secretAs(secretFile, await secretInFile(ctx, secretFile)) };
  }
  if (secretEnv !== undefined) {
    return { load: async () => secretAs(secretEnv, secretInEnvironment(ctx, secretEnv)) };
  }
  if (ca !== undefined) return { load: () => authoritiesInFile(ctx, ca) };
  const proof: FoundKeys = { keys: [], origin: "the proof's own header", carried: 'proof' };
  return flags.profile === 'dpop' ? { load: async () => proof } : undefined;
}

const keysTwice = (): AuthctlError =>
  new AuthctlError('USAGE', '--jwks with a file and --ca both say which keys to believe', {
    hint: 'give one of them; with --jwks URL, --ca says whom the connection trusts',
  });

/** Keys that were fetched in this very run are not fetched again for a key id that they lack. */
function fromNetwork(ctx: Context, flags: KeyFlags, find: (web: Http) => Promise<FoundKeys>): Given {
  const load = () => find(keyWeb(ctx, flags));
  if (flags.offline || flags.refreshKeys) return { load };
  return { load, renew: () => find(keyWeb(ctx, { ...flags, refreshKeys: true })) };
}

const secretAs = (origin: string, content: string | Uint8Array): FoundKeys => ({
  keys: [readSecret(content, origin)],
  origin,
});

async function keysInFile(ctx: Context, path: string): Promise<FoundKeys> {
  return { keys: readKeys(await keyTextInFile(ctx, path), path), origin: path };
}

async function authoritiesInFile(ctx: Context, path: string): Promise<FoundKeys> {
  const carried = readAuthorities(await ctx.ports.files.read(path), path);
  return { keys: [], origin: `a certificate (x5c) vouched for by ${path}`, carried };
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
