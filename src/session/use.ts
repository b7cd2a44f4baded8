import type { CredentialStore } from './credential-store.js';
import { pickSession } from './pick.js';
import type { Session } from './session.js';
import type { StorageKind } from './storage-kind.js';

/** What `authctl use` is to change; at least one of them. */
export interface Usage {
  /** The session that commands use from now on where none is named. */
  readonly name?: string | undefined;
  /** Whether sessions are to be kept as the store was made for, from now on. */
  readonly storage: boolean;
}

export interface Used {
  readonly session: Session | undefined;
  /** How sessions are kept from now on, and how many there are; undefined where that was not to change. */
  readonly store:
    | { readonly kind: StorageKind; readonly location: string; readonly sessions: number }
    | undefined;
}

/**
 * Makes a stored session the current one, and has sessions kept in another way.
 *
 * @throws {AuthctlError} `NOT_LOGGED_IN`, `USAGE` where there is none of that name; `STORE_UNUSABLE`,
 * `KEYRING_UNUSABLE` where sessions cannot be kept in that way: they stay as they are.
 */
export async function use(store: CredentialStore, { name, storage }: Usage): Promise<Used> {
  const session = name === undefined ? undefined : await pickSession(store, { as: name });
  if (storage) await store.ready({ insist: true });
  if (session) await store.use(session.name);
  if (!storage) return { session, store: undefined };
  const { length } = await store.list();
  return { session, store: { kind: await store.kind(), location: store.location, sessions: length } };
}
