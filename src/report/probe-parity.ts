import { parityOf } from '../probe/parity.js';
import type { ProbeResult } from '../probe/result.js';
import { count } from './count.js';
import type { Text, View } from './text.js';
import { wrap } from './wrap.js';

/** In one sentence, whether it matters how one is logged in; nothing where nobody was asked in two ways. */
export function parityText(
  { cells, subjects }: Pick<ProbeResult, 'cells' | 'subjects'>,
  { width }: View,
): Text {
  const counted = parityOf(cells, subjects);
  if (!counted) return [];
  const { alike, different, open } = counted;
  const parts = [
    `${alike} alike`,
    `${different} different`,
    ...(open === 0 ? [] : [`${open} of which one side is inconclusive`]),
  ];
  return wrap(
    `${count(alike + different + open, 'request')} with two logins each: ${parts.join(', ')}`,
    width,
    0,
    2,
  );
}
