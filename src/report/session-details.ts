import type { Acceptance } from '../session/acceptance.js';
import type { SessionStatus } from '../session/status.js';
import { isoTime } from '../token/duration.js';
import { bad, caution, faint, good, type Span, type Text } from './text.js';

const BELOW = '      ';

/** What the line of a session in `authctl status` leaves out. */
export function sessionDetails(session: SessionStatus): Text {
  const { flow, scope, createdAt, expiresAt, renewable } = session;
  const ends = expiresAt === null ? 'no known end' : `expires ${isoTime(expiresAt)}`;
  return [
    [BELOW, faint(`flow ${flow}, logged in ${isoTime(createdAt)}`)],
    [BELOW, faint(`${ends}, ${renewable ? 'renewed when it is used' : 'not renewable'}`)],
    ...(scope === null ? [] : [[BELOW, faint(`scope ${scope}`)]]),
    ...checkLines(session),
  ];
}

const SAID = {
  accepted: good('the server accepts it'),
  refused: bad('the server refuses it'),
  expired: bad('not asked'),
  unknown: caution('the server does not say whether it accepts it'),
  unreachable: caution('the server could not be asked'),
} as const satisfies Record<Acceptance['result'], Span>;

function checkLines({ check }: SessionStatus): Text {
  if (!check) return [];
  const { result, asked, why, renewed } = check;
  return [
    [
      BELOW,
      SAID[result],
      `: ${asked === null ? why : `${asked} ${why}`}${renewed ? ', and was renewed' : ''}`,
    ],
  ];
}
