import type { Config } from '../config/config.js';
import type { Context } from './context.js';

/**
 * `authctl.yaml`, if there is one; from here on none of its passwords is written to an output.
 *
 * @param path - `--config`: this file and no search.
 * @throws {AuthctlError} `CONFIG_INVALID` with every mistake's position; `FILE_UNREADABLE`.
 */
export async function configurationOf(ctx: Context, path?: string): Promise<Config | undefined> {
  const { loadConfig } = await import('../config/load.js');
  const { files } = ctx.ports;
  const config = await loadConfig({ files, env: ctx.env, cwd: ctx.cwd, path });
  if (config) ctx.secrets.add(...config.secrets);
  return config;
}
