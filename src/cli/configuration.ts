import type { Config } from '../config/config.js';
import type { Context } from './context.js';

/**
 * `authctl.yaml`, if there is one; from here on none of its passwords is written to an output.
 *
 * @param path - `--config`: this file and no search.
 * @param needed - the keys at the top whose variables have to be set; default: all.
 * @throws {AuthctlError} `CONFIG_INVALID` with every mistake's position; `FILE_UNREADABLE`.
 */
export async function configurationOf(
  ctx: Context,
  path?: string,
  needed?: readonly string[],
): Promise<Config | undefined> {
  const { loadConfig } = await import('../config/load.js');
  const { files } = ctx.ports;
  const config = await loadConfig({ files, env: ctx.env, cwd: ctx.cwd, path, needed });
  if (config) ctx.secrets.add(...config.secrets);
  return config;
}
