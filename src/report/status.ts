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
} from './text.js';

/** Less than this is worth a second look. */
const SOON_SECONDS = 300;

export const statusRenderer: Renderer<Status> = {
  schema: 'authctl/status@1',
  json: (status) => ({
    ...status,
    standIn: status.standIn && withIso(status.standIn),
    sessions: status.sessions.map(withIso),
  }),
  text: (status, { ascii }) => {
    const { standIn, sessions, store } = status;
    if (!standIn && sessions.length === 0) {
      return ['not logged in', [faint('log in with '), accent('authctl login')]];
    }
    return [
      ...(standIn ? standInLines(standIn, sessions.length, ascii) : []),
      ...byServer(sessions).flatMap((group) => groupLines(group, ascii)),
      ...(sessions.length > 0 ? ['', [faint(`stored in ${storageWords(store)}`)]] : []),
      ...(standIn || status.inUse ? [] : [[caution('none is current: name one with --as')]]),
    ];
  },
};

const withIso = (session: SessionStatus): object => ({
  ...session,
  expires: session.expiresAt === null ? null : isoTime(session.expiresAt),
});

function standInLines(standIn: SessionStatus, stored: number, ascii: boolean): Text {
  const instead = stored > 0 ? ', not the stored sessions' : '';
  return [
    [strong(standIn.name), ` is used${instead}`],
    ...[{ ...standIn, name: standIn.username }].map((session) => sessionLine(session, [session], ascii)),
    ...(stored > 0 ? [''] : []),
  ];
}

function byServer(sessions: readonly SessionStatus[]): readonly (readonly SessionStatus[])[] {
  const servers = [...new Set(sessions.map(({ server }) => server))];
  return servers.map((server) => sessions.filter((session) => session.server === server));
}

function groupLines(group: readonly SessionStatus[], ascii: boolean): Text {
  return [[strong(group[0]?.server ?? '')], ...group.map((session) => sessionLine(session, group, ascii))];
}

function sessionLine(session: SessionStatus, group: readonly SessionStatus[], ascii: boolean): Line {
  const column = (of: (one: SessionStatus) => string) =>
    of(session).padEnd(Math.max(...group.map((one) => of(one).length)));
  const mark = !isUsable(session) ? bad(ascii ? 'x' : '✗') : good(ascii ? '+' : '✓');
  return [
    '  ',
    mark,
    ` ${column(labelOf)}  ${column(({ role }) => role ?? 'no role')}  ${column(({ credential }) => credential)}  `,
    lifetimeOf(session),
    ...(session.current ? [faint(', current')] : []),
  ];
}

const labelOf = ({ name, username }: SessionStatus): string =>
  name === username ? name : `${name} (${username})`;

function lifetimeOf({ state, secondsLeft, renewable }: SessionStatus): Span | string {
  if (secondsLeft === null) return faint('no known end');
  if (renewable)
    return state === 'expired' ? 'renewed when it is used' : `${inWords(secondsLeft)} left, then renewed`;
  if (state === 'expired') return bad(`expired ${relative(secondsLeft, 0)}`);
  const left = `${inWords(secondsLeft)} left`;
  return secondsLeft < SOON_SECONDS ? caution(left) : left;
}
