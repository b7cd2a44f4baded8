import type { Cell } from '../probe/result.js';
import { answerOf, answerSymbols } from './answer-symbols.js';
import { cellReasons } from './cell-reasons.js';
import { cellJson } from './probe-json.js';
import { bad, caution, faint, good, type Line, type Renderer, type Text } from './text.js';

/** Whether a subject gets in; null where that could not be found out. */
export const allowedIn = ({ verdict }: Pick<Cell, 'verdict'>): boolean | null =>
  verdict === 'allow' || verdict === 'reached' ? true : verdict === 'deny' ? false : null;

/** `authctl can-i`: one word, which scripts may compare with. */
export const canIRenderer: Renderer<Cell> = {
  schema: 'authctl/can-i@1',
  json: (cell) => ({ allowed: allowedIn(cell), cell: cellJson(cell) }),
  text: (cell) => [wordFor(allowedIn(cell))],
};

const wordFor = (allowed: boolean | null): Line =>
  allowed === null ? [caution('cannot tell')] : [allowed ? good('yes') : bad('no')];

/** Why the answer is what it is, and what would settle it where it is none. */
export function canIReasons(cell: Cell): Text {
  const { subject, role, method, url, status, kind, confidence, reason, notes } = cell;
  const who = role === '' || role === subject ? subject : `${subject} (${role})`;
  const said = `${who} was ${answerSymbols[answerOf(cell)].said} at ${method} ${url}`;
  const evidence = [
    ...(status === null || String(status) === kind ? [] : [String(status)]),
    ...(confidence === null ? [] : [confidence]),
    ...notes,
  ];
  const line = evidence.length === 0 ? said : `${said}: ${evidence.join(', ')}`;
  if (reason === null) return [line];
  const { means, advice } = cellReasons[reason];
  const why = notes.length === 0 ? [means] : [];
  return [line, ...why, ...(advice === null ? [] : [[faint(' hint:'), ` ${advice}`]])];
}
