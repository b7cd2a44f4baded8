import type { AccessTokens } from './access-token.js';
import type { ArticleStore } from './articles.js';
import type { SessionTable } from './sessions.js';
import type { SigningKeys } from './signing-keys.js';
import type { UserDirectory } from './users.js';

/** What one running server knows; nothing of it is shared with another one in the same process. */
export interface ServerState {
  /** Issuer identifier and base URL, without a trailing slash. */
  readonly issuer: string;
  readonly cookieName: string;
  readonly keys: SigningKeys;
  readonly tokens: AccessTokens;
  readonly sessions: SessionTable;
  readonly users: UserDirectory;
  readonly articles: ArticleStore;
}

/** Cookies are shared by all ports of a host (RFC 6265 section 8.5), so the name keeps servers apart. */
export const cookieNameFor = (port: number): string => `session-${port}`;
