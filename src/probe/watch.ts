import type { Answer } from './answer.js';
import type { PlannedCell } from './plan.js';
import type { Reader } from './reader.js';

/** What a write did to its object; null where nobody could tell. */
export type ObservedEffect = 'changed' | 'unchanged' | null;

/** Looks at objects before and after they are written to: a denial that had an effect is none. */
export interface Watch {
  /** Sends a write, looking at its object before and after. */
  around(
    cell: PlannedCell,
    send: () => Promise<Answer>,
  ): Promise<{ readonly answer: Answer; readonly effect: ObservedEffect }>;
}

interface Watched {
  /** What was seen last. */
  last: Answer;
  /** Whether the body may differ from one look to the next although nobody wrote. */
  unsteady: boolean;
  /** Digests of the bodies that it had: one of them again is a restart or another hand, and no effect of a write. */
  readonly seen: Set<string | null>;
  /** Bodies that have been written: written once more, they change nothing. */
  readonly written: Set<string>;
}

/** A body that an earlier part of this run has written. */
export interface WrittenBefore {
  /** Of the object's reader. */
  readonly url: string;
  readonly request: string;
}

/** Equal for writes that leave the same. */
export const writeKey = ({ route, body }: Pick<PlannedCell, 'route' | 'body'>): string =>
  `${route.method} ${body}`;

/** @param look - asks for an object as its reader. */
export function createWatch(
  look: (reader: Reader) => Promise<Answer>,
  before: readonly WrittenBefore[] = [],
): Watch {
  const objects = new Map<string, Watched>();

  async function watched(reader: Reader): Promise<Watched> {
    const known = objects.get(reader.url);
    if (known) return known;
    const first = await look(reader);
    const second = await look(reader);
    const fresh = {
      last: second,
      unsteady: digestOf(first) !== digestOf(second),
      seen: new Set([digestOf(first), digestOf(second)]),
      written: new Set(before.filter(({ url }) => url === reader.url).map(({ request }) => request)),
    };
    objects.set(reader.url, fresh);
    return fresh;
  }

  return {
    async around(cell, send) {
      const { reader } = cell;
      if (reader === null) return { answer: await send(), effect: null };
      const object = await watched(reader);
      const answer = await send();
      if (answer.kind === 'unsent') return { answer, effect: null };
      const before = object.last;
      object.last = await look(reader);
      const effect = effectBetween(before, object, cell.effect);
      object.seen.add(digestOf(object.last));
      // What got no answer may be done later.
      if (answer.kind === 'silence') object.unsteady = true;
      const request = writeKey(cell);
      if (effect === 'unchanged' && object.written.has(request)) return { answer, effect: null };
      if (effect === 'changed') object.written.add(request);
      return { answer, effect };
    },
  };
}

const digestOf = (answer: Answer): string | null => (answer.kind === 'reply' ? answer.body.digest : null);

type Presence = 'there' | 'gone' | 'unknown';

function presenceIn(answer: Answer): Presence {
  if (answer.kind !== 'reply') return 'unknown';
  if (answer.status >= 200 && answer.status < 300 && answer.body.denies === null) return 'there';
  return answer.status === 404 || answer.status === 410 ? 'gone' : 'unknown';
}

function effectBetween(before: Answer, object: Watched, sent: PlannedCell['effect']): ObservedEffect {
  const { last: after, unsteady, seen } = object;
  const [was, is] = [presenceIn(before), presenceIn(after)];
  if (was !== 'there' || is === 'unknown') return null;
  if (is === 'gone') return sent === 'delete' ? 'changed' : null;
  if (digestOf(before) === digestOf(after)) return 'unchanged';
  return unsteady || seen.has(digestOf(after)) ? null : 'changed';
}
