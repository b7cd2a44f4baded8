import { AuthctlError } from '../errors.js';
import type { Files } from '../ports/files.js';
import type { Session } from './session.js';
import { statedBy } from './stated.js';

/** A token from the environment that is used in the place of the stored sessions. */
export interface StandIn {
  readonly token: string;
  /** What it came from, for `status` and for narration. */
  readonly source: 'AUTHCTL_TOKEN' | 'AUTHCTL_TOKEN_FILE';
}

/**
 * The token that `AUTHCTL_TOKEN`, or the file that `AUTHCTL_TOKEN_FILE` names, holds. An empty variable counts as none.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`; `USAGE` when the file is empty or either holds more than one word.
 */
export async function standInFrom(
  env: Readonly<Record<string, string | undefined>>,
  files: Pick<Files, 'read'>,
): Promise<StandIn | undefined> {
  if (env.AUTHCTL_TOKEN)
    return { token: oneWord(env.AUTHCTL_TOKEN, 'AUTHCTL_TOKEN'), source: 'AUTHCTL_TOKEN' };
  const path = env.AUTHCTL_TOKEN_FILE;
  if (!path) return undefined;
  const token = oneWord(await files.read(path), `${path}, which AUTHCTL_TOKEN_FILE names,`);
  return { token, source: 'AUTHCTL_TOKEN_FILE' };
}

function oneWord(text: string, where: string): string {
  const word = text.trim().replace(/^Bearer\s+/i, '');
  // RFC 6750 section 2.1, b64token: anything else could not be sent in a header.
  if (/^[\w.~+/-]+=*$/.test(word)) return word;
  throw new AuthctlError('USAGE', `${where} holds no token`, {
    hint: 'it must hold an access token and nothing else',
  });
}

/**
 * A session made of a token from the environment; it is stored nowhere.
 *
 * @param server - the base URL that the token is for; else the token's issuer. With neither the token goes nowhere.
 * @param now - seconds since the epoch.
 */
export function standInSession({ token, source }: StandIn, server: string | undefined, now: number): Session {
  const stated = statedBy(token);
  return {
    name: source,
    server: server ?? stated.issuer ?? '',
    flow: 'token',
    username: stated.username ?? source,
    role: stated.role,
    credential: {
      kind: 'bearer',
      accessToken: token,
      ...(stated.expiresAt === undefined ? {} : { expiresAt: stated.expiresAt }),
    },
    createdAt: now,
  };
}
