import type { CredentialStore } from './credential-store.js';
import { pickSession } from './pick.js';
import type { Session } from './session.js';

/**
 * Makes a stored session the one that commands use where none is named.
 *
 * @throws {AuthctlError} `NOT_LOGGED_IN`, `USAGE` where there is none of that name.
 */
export async function useSession(store: CredentialStore, name: string): Promise<Session> {
  const session = await pickSession(store, { as: name });
  await store.use(name);
  return session;
}
