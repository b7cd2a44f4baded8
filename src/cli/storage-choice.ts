import { AuthctlError } from '../errors.js';
import { caution } from '../report/text.js';
import { STORAGE_KINDS, type StorageKind } from '../session/storage-kind.js';
import type { Context } from './context.js';
import { complain } from './print.js';

/**
 * How sessions are to be kept: as `--storage` says, else `AUTHCTL_STORAGE`; undefined: as they are kept already.
 *
 * @throws {AuthctlError} `USAGE` where the variable holds another word.
 */
export function storageWish({ settings, env }: Pick<Context, 'settings' | 'env'>): StorageKind | undefined {
  const word = settings.storage ?? (env.AUTHCTL_STORAGE || undefined);
  const kind = STORAGE_KINDS.find((known) => known === word);
  if (word === undefined || kind !== undefined) return kind;
  throw new AuthctlError('USAGE', `AUTHCTL_STORAGE is '${word}'`, {
    hint: `set it to one of ${STORAGE_KINDS.join(', ')}`,
  });
}

/** From here on the store is what `--storage` says; to be called before the store is asked for. */
export function wishStorage(ctx: Context, kind: StorageKind | undefined): void {
  if (kind === undefined) return;
  ctx.settings.storage = kind;
  const { AUTHCTL_STORAGE } = ctx.env;
  if (!AUTHCTL_STORAGE || AUTHCTL_STORAGE === kind) return;
  complain(ctx, [
    caution('warning:'),
    ` AUTHCTL_STORAGE is set and says ${AUTHCTL_STORAGE} to every other command; unset it`,
  ]);
}
