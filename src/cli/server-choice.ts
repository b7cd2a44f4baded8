import { AuthctlError } from '../errors.js';
import { BUNDLED_PORT, isBundledServer } from '../login/bundled.js';
import { serverAddress } from '../login/server-address.js';
import type { Context } from './context.js';
import { say } from './print.js';

/**
 * The server to log in at: the one that was named; else the bundled server if it answers, which is said; else a person
 * is asked.
 *
 * @param named - from the command line, the environment or the configuration.
 * @throws {AuthctlError} `USAGE` when none is named and nobody can be asked, or for an address that may not be used.
 */
export async function chooseServer(
  ctx: Context,
  named: string | undefined,
  insecureHttp: boolean,
): Promise<string> {
  if (named !== undefined) return serverAddress(named, insecureHttp);
  const bundled = `http://127.0.0.1:${ctx.env.AUTHCTL_PORT || BUNDLED_PORT}`;
  if (await isBundledServer(await ctx.ports.http(), serverAddress(bundled))) {
    say(ctx, `no server was named: using the bundled one, which answers at ${bundled}`);
    return bundled;
  }
  if (!ctx.settings.interactive) {
    throw new AuthctlError('USAGE', 'no server was named, and the bundled one does not run', {
      hint: 'name one as `authctl login URL`, in AUTHCTL_SERVER, or as `server:` in authctl.yaml',
    });
  }
  const prompter = await ctx.ports.prompter();
  return serverAddress(await prompter.text('Server to log in at:'), insecureHttp);
}
