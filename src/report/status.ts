import { isUsable, type SessionStatus, type Status } from '../session/status.js';
import { inWords, isoTime, relative } from '../token/duration.js';
import { storageWords } from './storage-words.js';
import {
  accent,
  bad,
  caution,
  faint,
  good,
  type Line,
  type Renderer,
  type Span,
  strong,
  type Text,
  type View,
} from './text.js';

/** Less than this is worth a second look. */
const SOON_SECONDS = 300;

/** What `authctl status` answers. */
export interface ShownStatus extends Status {
  /** What a person is told below the line of each session; `--json` always says everything. */
  readonly details?: ((session: SessionStatus) => Text) | undefined;
}

export const statusRenderer: Renderer<ShownStatus> = {
  schema: 'authctl/status@1',
  json: ({ details: _, ...status }) => ({
    ...status,
    standIn: status.standIn && withIso(status.standIn),
    sessions: status.sessions.map(withIso),
  }),
  text: (status, view) => {
    const { standIn, sessions, store, inUse, details } = status;
    if (!standIn && sessions.length === 0) {
      return ['not logged in', [faint('log in with '), accent('authctl login')]];
    }
    return [
      ...(standIn ? standInLines(standIn, status, view) : []),
      ...byServer(sessions).flatMap((group) => groupLines(group, { ...view, details })),
      ...(sessions.length > 0 ? ['', [faint(`stored in ${storageWords(store)}`)]] : []),
      ...inUseLines(status),
      ...(inUse ? [] : [[caution('none is current: name one with --as')]]),
    ];
  },
};

const withIso = (session: SessionStatus): object => ({
  ...session,
  expires: session.expiresAt === null ? null : isoTime(session.expiresAt),
  created: isoTime(session.createdAt),
});

/** Only what is not plain to see. */
function inUseLines({ inUse, sessions }: Status): Text {
  if (inUse?.source !== 'AUTHCTL_AS') return [];
  const isStored = sessions.some(({ name }) => name === inUse.name);
  return [
    isStored
      ? [faint(`AUTHCTL_AS names ${inUse.name}`)]
      : [caution(`AUTHCTL_AS names ${inUse.name}, which is not stored`)],
  ];
}

function standInLines(standIn: SessionStatus, { sessions, inUse, details }: ShownStatus, view: View): Text {
  const stored = sessions.length;
  const isUsed = inUse?.name === standIn.name;
  const role = isUsed ? ` is used${stored > 0 ? ', not the stored sessions' : ''}` : ' is set, and not used';
  const session = { ...standIn, name: standIn.username };
  return [
    [strong(standIn.name), role],
    ...sessionLines(session, [session], view),
    ...(details?.(session) ?? []),
    ...(stored > 0 ? [''] : []),
  ];
}

function byServer(sessions: readonly SessionStatus[]): readonly (readonly SessionStatus[])[] {
  const servers = [...new Set(sessions.map(({ server }) => server))];
  return servers.map((server) => sessions.filter((session) => session.server === server));
}

function groupLines(
  group: readonly SessionStatus[],
  { details, ...view }: Pick<ShownStatus, 'details'> & View,
): Text {
  return [
    [strong(group[0]?.server ?? '')],
    ...group.flatMap((session) => [...sessionLines(session, group, view), ...(details?.(session) ?? [])]),
  ];
}

/** One line; two where it is too long for the terminal. */
function sessionLines(session: SessionStatus, group: readonly SessionStatus[], { ascii, width }: View): Text {
  const column = (of: (one: SessionStatus) => string) =>
    of(session).padEnd(Math.max(...group.map((one) => of(one).length)));
  const mark = !isUsable(session) ? bad(ascii ? 'x' : '✗') : good(ascii ? '+' : '✓');
  const who = ` ${column(labelOf)}  ${column(({ role }) => role ?? 'no role')}  ${column(({ credential }) => credential)}`;
  const rest: Line = [lifetimeOf(session), ...(session.current ? [faint(', current')] : [])];
  const length = rest.reduce((sum, part) => sum + (typeof part === 'string' ? part : part.text).length, 0);
  if (who.length + length + 5 <= width) return [['  ', mark, `${who}  `, ...rest]];
  return [
    ['  ', mark, who.trimEnd()],
    ['    ', ...rest],
  ];
}

const labelOf = ({ name, username }: SessionStatus): string =>
  name === username ? name : `${name} (${username})`;

function lifetimeOf({ state, secondsLeft, renewable }: SessionStatus): Span | string {
  if (secondsLeft === null) return state === 'expired' ? bad('has ended') : faint('no known end');
  if (renewable)
    return state === 'expired' ? 'renewed when it is used' : `${inWords(secondsLeft)} left, then renewed`;
  if (state === 'expired') return bad(`expired ${relative(secondsLeft, 0)}`);
  const left = `${inWords(secondsLeft)} left`;
  return secondsLeft < SOON_SECONDS ? caution(left) : left;
}
