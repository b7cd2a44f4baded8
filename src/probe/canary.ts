import type { Answer } from './answer.js';
import { isAnonymous } from './expectation.js';
import type { Subject } from './model.js';
import type { PlannedCell } from './plan.js';

/** More of the planned routes are not tried: a subject that reaches none of these does not work. */
const MOST_PLANNED = 5;

/** Routes that tell a caller who it is, tried after those that the plan knows to be reachable. */
const USER_INFO = ['/me', '/userinfo'];

export interface CanaryCandidates {
  /** Paths below the API's base URL, best first. */
  readonly urls: readonly string[];
  /** Whether the subject is meant to reach them: then none working is a failure, else nothing is known. */
  readonly meant: boolean;
}

/**
 * What a subject must be able to reach: the configured path, else what it is expected to be allowed and an anonymous
 * caller is not (a public route says nothing about credentials), then the usual user-info routes, which also help where the
 * policy is wrong about the others; where nothing is expected, whatever is planned.
 */
export function canaryCandidates(subject: Subject, cells: readonly PlannedCell[]): CanaryCandidates {
  if (subject.canary !== undefined) return { urls: [subject.canary], meant: true };
  const gets = cells.filter(({ route, skip }) => route.method === 'GET' && skip === null);
  const own = gets.filter((cell) => cell.subject === subject);
  const expected = own.filter((cell) => cell.expected?.verdict === 'allow').map(({ url }) => url);
  if (isAnonymous(subject)) return { urls: first(expected), meant: true };
  const open = new Set(
    gets
      .filter((cell) => isPublic(cell) || (isAnonymous(cell.subject) && cell.expected?.verdict === 'allow'))
      .map(({ url }) => url),
  );
  const meant = first(expected.filter((url) => !open.has(url)));
  if (meant.length > 0) return { urls: [...new Set([...meant, ...USER_INFO])], meant: true };
  const planned = first(own.filter(({ url }) => !open.has(url)).map(({ url }) => url));
  return { urls: [...new Set([...USER_INFO, ...planned])], meant: false };
}

const isPublic = ({ route }: PlannedCell): boolean => route.declared.kind === 'public';

const first = (urls: readonly string[]): readonly string[] => [...new Set(urls)].slice(0, MOST_PLANNED);

const isSuccess = (answer: Answer): boolean =>
  answer.kind === 'reply' && answer.status >= 200 && answer.status < 300 && answer.body.denies === null;

const digestOf = (answer: Answer): string | null => (answer.kind === 'reply' ? answer.body.digest : null);

/**
 * Whether an answer shows that the subject's credentials work.
 *
 * It shows nothing where a path that cannot exist gets the same, or where callers without credentials get the same:
 * a success that everybody has is no canary.
 *
 * @param unknownRoute - what the subject got for a path that cannot exist.
 * @param anonymous - what callers without credentials got for the canary: once, and once more where they got a success,
 * so that a body that changes with every request is known as such. Empty for the anonymous subject itself.
 */
export function showsCredentials(
  answer: Answer,
  unknownRoute: Answer | null,
  anonymous: readonly Answer[],
): boolean {
  if (!isSuccess(answer)) return false;
  if (unknownRoute && isSuccess(unknownRoute) && digestOf(unknownRoute) === digestOf(answer)) return false;
  if (!anonymous.some(isSuccess)) return true;
  const digests = new Set(anonymous.map(digestOf));
  return digests.size === 1 && !digests.has(digestOf(answer));
}

/** Whether a second anonymous answer is needed to tell a personal body from one that always changes. */
export const needsSecondLook = isSuccess;
