import type { Session } from '../../../src/session/session.js';

/** A stored token session, as a login at the bundled server leaves it, with what a test cares about changed. */
export function tokenSession(changes: Partial<Session> = {}): Session {
  return {
    name: 'agus',
    server: 'http://127.0.0.1:4455',
    flow: 'json',
    username: 'agus',
    role: 'reader',
    credential: { kind: 'bearer', accessToken: 'opaque-token' },
    createdAt: 1_000,
    ...changes,
  };
}
