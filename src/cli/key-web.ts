import { join } from 'node:path';
import { AuthctlError } from '../errors.js';
import type { Http } from '../ports/http.js';
import { type CacheStore, cachedHttp } from '../token/keys/key-cache.js';
import type { Context } from './context.js';

/** The options that say how keys are fetched. */
export interface KeyWebFlags {
  readonly offline?: boolean;
  readonly refreshKeys?: boolean;
  /** Seconds. */
  readonly timeout?: number;
}

/** Where key sets and metadata are fetched, or taken from the cache. */
export function keyWeb(ctx: Context, { offline, refreshKeys, timeout }: KeyWebFlags): Http {
  return cachedHttp(ctx.ports.http, cacheStore(ctx), {
    mode: offline ? 'offline' : refreshKeys ? 'refresh' : 'normal',
    now: ctx.now,
    timeoutMs: timeout === undefined ? undefined : timeout * 1000,
  });
}

/** Files that only their owner may read or change: whoever could change them could sign. */
function cacheStore({ folders, ports: { files } }: Context): CacheStore {
  const folder = join(folders.cache, 'keys');
  return {
    async read(name) {
      const path = join(folder, name);
      return (await files.exists(path)) ? files.read(path).catch(ignored) : undefined;
    },
    async write(name, text) {
      try {
        await files.makeFolder(folder);
        await files.write(join(folder, name), text, { overwrite: true, mode: 0o600 });
      } catch (error) {
        ignored(error);
      }
    },
  };
}

/** A cache that cannot be used costs time and nothing else. */
function ignored(error: unknown): undefined {
  if (!(error instanceof AuthctlError)) throw error;
}
