import type { CredentialStore } from '../session/credential-store.js';
import type { Session } from '../session/session.js';

/** Sessions that last as long as the process. */
export function createMemoryStore(...initial: readonly Session[]): CredentialStore {
  const sessions = new Map(initial.map((session) => [session.name, session]));
  let current = initial.at(-1)?.name;
  const queues = new Map<string, Promise<unknown>>();
  return {
    location: 'memory',
    kind: async () => 'memory',
    ready: async () => undefined,
    list: async () => [...sessions.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    get: async (name) => sessions.get(name),
    put: async (session) => {
      sessions.set(session.name, session);
      current = session.name;
    },
    replace: async (session) => {
      const known = sessions.has(session.name);
      if (known) sessions.set(session.name, session);
      return known;
    },
    exclusively: (name, run) => {
      const turn = (queues.get(name) ?? Promise.resolve()).then(run);
      queues.set(
        name,
        turn.catch(() => undefined),
      );
      return turn;
    },
    use: async (name) => {
      if (sessions.has(name)) current = name;
      return sessions.has(name);
    },
    remove: async (name) => {
      if (current === name) current = undefined;
      return sessions.delete(name);
    },
    current: async () => current,
  };
}
