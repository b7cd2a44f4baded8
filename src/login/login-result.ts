import type { Session } from '../session/session.js';
import type { RoleSource } from './session-role.js';

/** A login that succeeded. Nothing is stored yet. */
export interface LoginResult {
  readonly session: Session;
  /** Where in the answer the credential was: a JSON Pointer, or the cookies' names. */
  readonly foundAt: string;
  readonly roleSource: RoleSource;
  /** Whether the session was there already, and nothing was sent. */
  readonly reused?: true;
}
