import Conf from 'conf';
import type { CredentialStore } from '../session/credential-store.js';
import type { Session } from '../session/session.js';

interface Stored {
  version: 1;
  current: string | null;
  sessions: Record<string, Session>;
}

/** Sessions in one file of mode 0600. */
export function createConfStore(folder: string): CredentialStore {
  const conf = new Conf<Stored>({
    cwd: folder,
    configName: 'sessions',
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    defaults: { version: 1, current: null, sessions: {} },
  });
  return {
    kind: 'file',
    location: conf.path,
    list: async () => Object.values(conf.get('sessions')),
    get: async (name) => conf.get('sessions')[name],
    put: async (session) =>
      conf.set({
        version: 1,
        current: session.name,
        sessions: { ...conf.get('sessions'), [session.name]: session },
      }),
    remove: async (name) => {
      const { [name]: removed, ...rest } = conf.get('sessions');
      conf.set({
        version: 1,
        sessions: rest,
        current: conf.get('current') === name ? null : conf.get('current'),
      });
      return removed !== undefined;
    },
    current: async () => conf.get('current') ?? undefined,
  };
}
