import type { LoginResult } from '../login/login-result.js';
import { type CredentialWord, credentialWord } from '../session/status.js';
import { inWords, isoTime } from '../token/duration.js';
import { faint, good, type Renderer, type Text } from './text.js';

/** A login that was stored. */
export interface StoredLogin extends LoginResult {
  /** Where the session is kept. */
  readonly storedAt: string;
  /** Seconds since the epoch. */
  readonly at: number;
}

const WHAT = {
  token: 'an access token',
  cookie: 'a cookie session',
  header: 'a header that is sent as it is',
} as const satisfies Record<CredentialWord, string>;

/** What `authctl login` answers. Holds no credential. */
export const loginRenderer: Renderer<StoredLogin> = {
  schema: 'authctl/login@1',
  json: ({ session, foundAt, roleSource, reused = false, storedAt }) => {
    const { name, server, flow, username, role, credential } = session;
    const expiresAt = credential.expiresAt ?? null;
    return {
      name,
      server,
      flow,
      username,
      role,
      roleSource,
      credential: credentialWord(credential),
      foundAt,
      reused,
      expiresAt,
      expires: expiresAt === null ? null : isoTime(expiresAt),
      store: storedAt,
    };
  },
  text: ({ session, storedAt, at }, { ascii }): Text => {
    const { name, server, username, role, credential } = session;
    const what = WHAT[credentialWord(credential)];
    const left = credential.expiresAt === undefined ? undefined : credential.expiresAt - at;
    const lasts =
      left === undefined ? '' : left > 0 ? `, valid for ${inWords(left)}` : ', which has expired already';
    const kept = storedAt === 'memory' ? 'not stored: it ends with this command' : `stored as '${name}'`;
    return [
      [good(ascii ? '+' : '✓'), ` logged in at ${server} as ${username}${role === null ? '' : ` (${role})`}`],
      [faint(`  ${what}${lasts}, ${kept}`)],
      ...(role === null ? [[faint('  no role is known; say where it stands with --role-claim')]] : []),
    ];
  },
};
