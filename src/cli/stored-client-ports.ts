import { AuthctlError } from '../errors.js';
import type { StoredClientPorts } from '../login/oauth/stored-client.js';
import type { Session } from '../session/session.js';
import type { Context } from './context.js';

/**
 * What it takes to speak for the client of a stored session.
 *
 * @throws {AuthctlError} `USAGE` for a client that proves itself with a certificate where none is named.
 */
export async function storedClientPorts(ctx: Context, { name, client }: Session): Promise<StoredClientPorts> {
  const certified = client?.authentication.method === 'tls_client_auth';
  if (certified && ctx.settings.transport.clientCert === undefined) {
    throw new AuthctlError('USAGE', `session '${name}' proves itself with a certificate, and there is none`, {
      hint: 'name it with --client-cert, and its key with --client-key',
    });
  }
  return { http: await ctx.ports.http(), now: ctx.now, readFile: ctx.ports.files.read };
}
