import type { AuthctlError } from '../errors.js';
import type { Session } from '../session/session.js';
import { credentialWord } from '../session/status.js';
import { inWords, isoTime } from '../token/duration.js';
import { bad, faint, good, type Line, type Renderer } from './text.js';

/** What became of one subject: a session, or why there is none. */
export interface OneOfAll {
  readonly name: string;
  readonly session?: Session;
  readonly error?: AuthctlError;
}

export interface AllLogins {
  /** In the order of the configuration. */
  readonly logins: readonly OneOfAll[];
  /** Where the sessions are kept. */
  readonly storedAt: string;
  /** Seconds since the epoch. */
  readonly at: number;
}

/** What `authctl login --all` answers. Holds no credential. */
export const allLoginsRenderer: Renderer<AllLogins> = {
  schema: 'authctl/login-all@1',
  json: ({ logins, storedAt }) => ({ logins: logins.map(asJson), store: storedAt }),
  text: ({ logins, at }, { ascii }) => {
    const width = Math.max(...logins.map(({ name }) => name.length));
    const granted = logins.filter(({ session }) => session).length;
    return [
      ...logins.flatMap((login) => lineOf(login, width, at, ascii)),
      `${granted} of ${logins.length} logged in`,
    ];
  },
};

function asJson({ name, session, error }: OneOfAll): object {
  if (!session) {
    return {
      name,
      loggedIn: false,
      error: { code: error?.code, message: error?.message, hint: error?.hint ?? null },
    };
  }
  const { server, flow, username, role, credential } = session;
  const expiresAt = credential.expiresAt ?? null;
  return {
    name,
    loggedIn: true,
    server,
    flow,
    username,
    role,
    credential: credentialWord(credential),
    expiresAt,
    expires: expiresAt === null ? null : isoTime(expiresAt),
  };
}

function lineOf(
  { name, session, error }: OneOfAll,
  width: number,
  at: number,
  ascii: boolean,
): readonly Line[] {
  const column = name.padEnd(width);
  if (!session) {
    const hint: readonly Line[] = error?.hint ? [[faint(`   hint: ${error.hint}`)]] : [];
    return [[bad(ascii ? 'x' : '✗'), ` ${column}  ${error?.message ?? ''}`], ...hint];
  }
  const { role, credential } = session;
  const lasts = credential.expiresAt === undefined ? '' : `, valid for ${inWords(credential.expiresAt - at)}`;
  return [
    [
      good(ascii ? '+' : '✓'),
      ` ${column}  ${role ?? 'no role'}  `,
      faint(`${credentialWord(credential)}${lasts}`),
    ],
  ];
}
