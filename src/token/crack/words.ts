import { wellKnownSecrets } from '../well-known-secrets.js';

/** The candidates that are built in: well-known secrets, and the empty one, which an unset variable becomes. */
export const WORDS: readonly string[] = ['', ...wellKnownSecrets];
