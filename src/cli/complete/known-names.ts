import { resolve } from 'node:path';
import type { ConfigOutline } from '../../config/outline.js';
import type { Session } from '../../session/session.js';
import type { Context } from '../context.js';
import type { Given } from './position.js';

/** Names that can be had without a question: no passphrase, no keyring, no network. */
export interface KnownNames {
  /** None where they are encrypted. */
  sessions(): Promise<readonly Session[]>;
  /** Of `authctl.yaml`. */
  outline(): Promise<ConfigOutline | undefined>;
  /** Of `authctl.yaml` and of the recorded matrix. */
  routes(): Promise<readonly { readonly method: string; readonly path: string }[]>;
  /** Of `authctl.yaml`, of the recorded matrix, and of the sessions. */
  roles(): Promise<readonly string[]>;
}

/** @param given - `--config` and `--matrix` count, as they do when the line is run. */
export function knownNames(ctx: Context, { options }: Given): KnownNames {
  const named = (flag: string, variable: string): string | undefined =>
    options.get(flag)?.at(-1) || ctx.env[variable] || undefined;
  const sessions = async () => {
    const store = await ctx.ports.store();
    const kind = await store.kind();
    return kind === 'encrypted-file' || kind === 'keyring' ? [] : store.list();
  };
  const outline = async () => {
    const { configOutline } = await import('../../config/outline.js');
    const { files } = ctx.ports;
    return configOutline({ files, env: ctx.env, cwd: ctx.cwd, path: named('--config', 'AUTHCTL_CONFIG') });
  };
  const matrix = async () => {
    const path = resolve(ctx.cwd, named('--matrix', 'AUTHCTL_MATRIX') ?? 'access.matrix');
    if (!(await ctx.ports.files.exists(path))) return undefined;
    const { readMatrix } = await import('../../probe/matrix/read-matrix.js');
    return readMatrix(await ctx.ports.files.read(path), path);
  };
  return {
    sessions,
    outline,
    routes: async () => [
      ...((await found(outline))?.routes ?? []),
      ...((await found(matrix))?.routes ?? []).map(({ method, path }) => ({ method, path })),
    ],
    roles: async () => {
      const { roles = [], subjects = [] } = (await found(outline)) ?? {};
      const stored = (await found(sessions)) ?? [];
      return [
        ...roles,
        ...[...subjects, ...stored].flatMap(({ role }) => role ?? []),
        ...((await found(matrix))?.roles ?? []),
      ];
    },
  };
}

/** What cannot be read gives no names; the command itself will say why. */
export const found = <T>(look: () => Promise<T>): Promise<T | undefined> => look().catch(() => undefined);
