import type { StoredClientPorts } from '../login/oauth/stored-client.js';
import type { Context } from './context.js';

/** What it takes to speak for the client of a stored session. */
export const storedClientPorts = async (ctx: Context): Promise<StoredClientPorts> => ({
  http: await ctx.ports.http(),
  now: ctx.now,
  readFile: ctx.ports.files.read,
});
