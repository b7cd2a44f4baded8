import { credentialSecrets } from '../session/credential-secrets.js';
import { pickSession, type Wish } from '../session/pick.js';
import type { Session } from '../session/session.js';
import { standInFrom, standInSession } from '../session/stand-in.js';
import type { Context } from './context.js';
import { say } from './print.js';

/**
 * The session a command acts as: a token from the environment where there is one and no session was named, else a
 * stored session.
 *
 * A name (`--as`) always means a stored session. A role that the environment's token does not have does, too.
 *
 * @throws {AuthctlError} what `pickSession` and `standInFrom` throw.
 */
export async function sessionOf(ctx: Context, wish: Wish = {}): Promise<Session> {
  const standIn = wish.as === undefined ? await standInFrom(ctx.env, ctx.ports.files) : undefined;
  if (standIn) {
    const session = standInSession(standIn, wish.server, ctx.now());
    rememberSecrets(ctx, session);
    if (wish.role === undefined || wish.role === session.role) {
      if (ctx.settings.verbose) say(ctx, `using the token in ${standIn.source}`);
      return session;
    }
  }
  const session = await pickSession(await ctx.ports.store(), wish);
  rememberSecrets(ctx, session);
  return session;
}

/** From here on nothing that this session holds is written to an output, whatever it is a part of. */
export function rememberSecrets(
  ctx: Context,
  { credential, client }: Pick<Session, 'credential' | 'client'>,
): void {
  ctx.secrets.add(...credentialSecrets(credential).filter((secret) => !isReadable(secret)));
  if (client && 'secret' in client.authentication) ctx.secrets.add(client.authentication.secret);
}

/** Of a compact JWS only the signature is secret, and that is masked wherever one is written. */
const isReadable = (token: string): boolean => /^eyJ[\w-]*\.[\w-]*\.[\w-]+$/.test(token);
