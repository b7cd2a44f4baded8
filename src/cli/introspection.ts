import { AuthctlError } from '../errors.js';
import { introspect } from '../token/introspect.js';
import type { Ask } from '../token/verify-at-issuer.js';
import type { Context } from './context.js';
import { type KeyWebFlags, keyWeb } from './key-web.js';

/** The options that say who asks an issuer about a token. */
export interface IntrospectionFlags extends KeyWebFlags {
  readonly introspect?: boolean;
  readonly clientId?: string;
  readonly clientSecretStdin?: boolean;
}

/** Longer than any client secret. */
const MAX_BYTES = 64 * 1024;

/**
 * How the issuer is asked, with the client's secret from standard input or `AUTHCTL_CLIENT_SECRET`.
 *
 * @throws {AuthctlError} `USAGE` where nothing says who the issuer is, or a secret comes without its client.
 */
export async function askIssuer(
  ctx: Context,
  flags: IntrospectionFlags,
  issuer: string | undefined,
): Promise<Ask> {
  if (issuer === undefined) {
    throw new AuthctlError('USAGE', 'nothing says which issuer to ask', {
      hint: 'name it with --issuer URL',
    });
  }
  const secret = await clientSecret(ctx, flags);
  if (secret !== undefined && flags.clientId === undefined) {
    throw new AuthctlError('USAGE', 'there is a client secret, and nothing says whose it is', {
      hint: 'name the client with --client-id, or with AUTHCTL_CLIENT_ID',
    });
  }
  ctx.secrets.add(secret, secret && new URLSearchParams({ '': secret }).toString().slice(1));
  const client = { id: flags.clientId, secret };
  const timeoutMs = flags.timeout === undefined ? undefined : flags.timeout * 1000;
  return async (token) => {
    // A signed token stays readable without its signature, which is masked wherever it is written.
    if (!/^eyJ[\w-]*\.[\w-]*\.[\w-]+$/.test(token)) ctx.secrets.add(token);
    const ways = { web: keyWeb(ctx, flags), http: await ctx.ports.http() };
    return introspect(token, ways, { issuer, client, timeoutMs });
  };
}

async function clientSecret(
  ctx: Context,
  { clientSecretStdin }: IntrospectionFlags,
): Promise<string | undefined> {
  if (!clientSecretStdin) return ctx.env.AUTHCTL_CLIENT_SECRET || undefined;
  const input = await ctx.stdin.readWithin({ maxBytes: MAX_BYTES });
  const secret = input.kind === 'text' ? input.text.replace(/\r?\n$/, '') : '';
  if (secret !== '') return secret;
  throw new AuthctlError('USAGE', 'no client secret came on standard input', {
    hint: 'pipe it in, or set AUTHCTL_CLIENT_SECRET',
  });
}
