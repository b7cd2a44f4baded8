import type { BearerCredential } from '../session/session.js';
import type { TokenSession } from '../session/token.js';
import { isoTime } from '../token/duration.js';

/** How `authctl token` can write a token: each for what reads it. */
export const TOKEN_FORMATS = ['token', 'header', 'env', 'curl', 'netrc', 'json', 'k8s-exec'] as const;
export type TokenFormat = (typeof TOKEN_FORMATS)[number];

/** One line of text, or one JSON document. What it holds is a secret. */
export function writtenToken(session: TokenSession, format: TokenFormat): string | object {
  const { accessToken } = session.credential;
  switch (format) {
    case 'token':
      return accessToken;
    case 'header':
      return headerLine(session);
    case 'env':
      return `export AUTHCTL_TOKEN='${accessToken.replaceAll("'", "'\\''")}'`;
    case 'curl':
      return `header = "${headerLine(session).replaceAll(/["\\]/g, '\\$&')}"`;
    case 'netrc':
      return `machine ${new URL(session.server).hostname} login ${netrcWord(session.username)} password ${netrcWord(accessToken)}`;
    case 'json':
      return tokenDocument(session);
    case 'k8s-exec':
      return execCredential(session);
  }
}

/** The scheme is that of the token's type (RFC 6750, RFC 9449 section 7.1), or what the API calls it. */
const schemeOf = ({ scheme, dpopKey }: BearerCredential): string => scheme ?? (dpopKey ? 'DPoP' : 'Bearer');

const headerLine = ({ credential }: TokenSession): string =>
  `Authorization: ${schemeOf(credential)} ${credential.accessToken}`;

/** Words end at white space, unless they are quoted (GNU inetutils, curl 7.84). */
const netrcWord = (word: string): string =>
  /^[^\s"'\\]+$/.test(word) ? word : `"${word.replaceAll(/["\\]/g, '\\$&')}"`;

const expiry = ({ expiresAt }: BearerCredential): string | null =>
  expiresAt === undefined ? null : isoTime(expiresAt);

function tokenDocument({ name, server, username, role, credential }: TokenSession): object {
  return {
    schema: 'authctl/token@1',
    session: name,
    server,
    username,
    role,
    access_token: credential.accessToken,
    token_type: schemeOf(credential),
    scope: credential.scope ?? null,
    expiresAt: credential.expiresAt ?? null,
    expires: expiry(credential),
  };
}

/** What `kubectl` and its libraries take from a credential plugin (client.authentication.k8s.io/v1). */
function execCredential({ credential }: TokenSession): object {
  const expirationTimestamp = expiry(credential);
  return {
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: {
      ...(expirationTimestamp === null ? {} : { expirationTimestamp }),
      token: credential.accessToken,
    },
  };
}
