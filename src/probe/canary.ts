import type { Answer } from './answer.js';
import { isAnonymous } from './expectation.js';
import type { Filled } from './fill.js';
import type { Subject } from './model.js';
import type { PlannedCell } from './plan.js';

/** More of the planned routes are not tried: a subject that reaches none of these does not work. */
const MOST_PLANNED = 5;

/** Routes that tell a caller who it is, tried after those that the plan knows to be reachable. */
const USER_INFO = ['/me', '/userinfo'];

/** A request that shows whether a subject's credentials work. */
export interface CanaryRequest extends Filled {
  readonly method: string;
}

export interface CanaryCandidates {
  /** Best first. */
  readonly requests: readonly CanaryRequest[];
  /** Whether the subject is meant to reach them: then none working is a failure, else nothing is known. */
  readonly meant: boolean;
}

/** Equal for two canaries that are the same request. */
export const canaryKey = ({ method, url, headers, body }: CanaryRequest): string =>
  JSON.stringify([method, url, headers, body]);

/**
 * What a subject must be able to reach: the configured route, else what it is expected to be allowed and an anonymous
 * caller is not (a public route says nothing about credentials), then the usual user-info routes, which also help where the
 * policy is wrong about the others; where nothing is expected, whatever is planned.
 */
export function canaryCandidates(subject: Subject, cells: readonly PlannedCell[]): CanaryCandidates {
  const reads = cells
    .filter(({ route, effect, skip, setup }) => {
      return effect === 'read' && route.method !== 'HEAD' && skip === null && setup === null;
    })
    .toSorted((one, other) => Number(one.route.method !== 'GET') - Number(other.route.method !== 'GET'));
  const own = reads.filter((cell) => cell.subject === subject);
  if (subject.canary !== undefined) return { requests: configured(subject.canary, own), meant: true };
  const expected = own.filter((cell) => cell.expected?.verdict === 'allow').map(requestOf);
  if (isAnonymous(subject)) return { requests: first(expected), meant: true };
  const open = new Set(
    reads
      .filter((cell) => isPublic(cell) || (isAnonymous(cell.subject) && cell.expected?.verdict === 'allow'))
      .map((cell) => canaryKey(requestOf(cell))),
  );
  const guarded = (request: CanaryRequest): boolean => !open.has(canaryKey(request));
  const meant = first(expected.filter(guarded));
  const userInfo = USER_INFO.map(get);
  if (meant.length > 0) return { requests: distinct([...meant, ...userInfo]), meant: true };
  const planned = first(own.map(requestOf).filter(guarded));
  return { requests: distinct([...userInfo, ...planned]), meant: false };
}

/** A path to GET, or one of the planned routes with all that its request carries. */
function configured(canary: string, own: readonly PlannedCell[]): readonly CanaryRequest[] {
  const [, method = 'GET', path = ''] = /^(?:([A-Z]+)\s+)?(.*)$/.exec(canary) ?? [];
  const planned = own.find(({ route }) => route.method === method && route.path === path);
  return [planned ? requestOf(planned) : { ...get(path.split('#')[0] ?? ''), method }];
}

const get = (url: string): CanaryRequest => ({ method: 'GET', url, headers: {}, body: null });

const requestOf = ({ route, url, headers, body }: PlannedCell): CanaryRequest => ({
  method: route.method,
  url,
  headers,
  body,
});

const isPublic = ({ route }: PlannedCell): boolean => route.declared.kind === 'public';

const distinct = (requests: readonly CanaryRequest[]): readonly CanaryRequest[] => [
  ...new Map(requests.map((request) => [canaryKey(request), request])).values(),
];

const first = (requests: readonly CanaryRequest[]): readonly CanaryRequest[] =>
  distinct(requests).slice(0, MOST_PLANNED);

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
