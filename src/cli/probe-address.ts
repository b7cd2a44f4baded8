import type { Config } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import { serverAddress } from '../login/server-address.js';
import type { Context } from './context.js';
import type { ProbeCommandOptions } from './probe-options.js';
import { anonymous } from './probe-subjects.js';
import { sessionOf } from './session-of.js';

/** The API's address: named on the command line or in the configuration, else where the session was stored. */
export async function addressOf(
  ctx: Context,
  { api, server, role, as }: ProbeCommandOptions,
  config: Config | undefined,
): Promise<string> {
  const address = api ?? server ?? config?.api ?? config?.server;
  if (address !== undefined) return serverAddress(address, true);
  const known = (name: string): boolean => name !== anonymous.name;
  const session = await sessionOf(ctx, { as: as.find(known), role: role.find(known) });
  if (session.server !== '') return session.server;
  throw new AuthctlError('USAGE', `nothing says which API the token in ${session.name} is for`, {
    hint: 'name it with --api URL',
  });
}
