import type { Answer } from './answer.js';
import { isAnonymous } from './expectation.js';
import type { Filled } from './fill.js';
import type { Subject } from './model.js';
import type { PlannedCell } from './plan.js';
import { isKnown } from './witness.js';

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
 * What each subject must be able to reach: the configured route, else what it is expected to be allowed and an anonymous
 * caller is not (a public route says nothing about credentials), then the usual user-info routes, which also help where the
 * policy is wrong about the others; where nothing is expected, whatever is planned.
 */
export function canaryCandidates(
  subjects: readonly Subject[],
  cells: Iterable<PlannedCell>,
): ReadonlyMap<Subject, CanaryCandidates> {
  const open = openRequests(cells);
  const found = new Map(subjects.map((subject) => [subject, new CandidateList(subject, open)]));
  for (const cell of cells) if (isAskable(cell)) found.get(cell.subject)?.add(cell);
  return new Map([...found].map(([subject, list]) => [subject, list.candidates()]));
}

const isAskable = ({ route, effect, skip, setup }: PlannedCell): boolean =>
  effect === 'read' && route.method !== 'HEAD' && skip === null && setup === null;

/** Requests that anybody is meant to get an answer to. */
function openRequests(cells: Iterable<PlannedCell>): ReadonlySet<string> {
  const open = new Set<string>();
  for (const cell of cells) {
    const isOpen = isPublic(cell) || (isAnonymous(cell.subject) && cell.expected?.verdict === 'allow');
    if (isOpen && isAskable(cell)) open.add(canaryKey(requestOf(cell)));
  }
  return open;
}

/** Gathers the first few requests of a subject that can be canaries, those that GET before others. */
class CandidateList {
  readonly #subject: Subject;
  readonly #open: ReadonlySet<string>;
  readonly #expected = new FirstRequests();
  readonly #planned = new FirstRequests();
  #configured: CanaryRequest | undefined;

  constructor(subject: Subject, open: ReadonlySet<string>) {
    this.#subject = subject;
    this.#open = open;
  }

  add(cell: PlannedCell): void {
    const { canary } = this.#subject;
    if (canary !== undefined) {
      const { method, path } = namedIn(canary);
      const isNamed = cell.route.method === method && cell.route.path === path;
      if (isNamed) this.#configured ??= requestOf(cell);
      return;
    }
    const isExpected = cell.expected?.verdict === 'allow';
    if (isExpected ? this.#expected.isFull : this.#planned.isFull) return;
    const request = requestOf(cell);
    const key = canaryKey(request);
    if (isAnonymous(this.#subject)) {
      if (isExpected) this.#expected.add(key, request);
    } else if (!this.#open.has(key)) {
      if (isExpected) this.#expected.add(key, request);
      this.#planned.add(key, request);
    }
  }

  candidates(): CanaryCandidates {
    const { canary } = this.#subject;
    if (canary !== undefined) return { requests: [this.#configured ?? configured(canary)], meant: true };
    const meant = this.#expected.requests();
    if (isAnonymous(this.#subject)) return { requests: meant, meant: true };
    const userInfo = USER_INFO.map(get);
    return meant.length > 0
      ? { requests: distinct([...meant, ...userInfo]), meant: true }
      : { requests: distinct([...userInfo, ...this.#planned.requests()]), meant: false };
  }
}

/** The first few distinct requests, those that GET before others. */
class FirstRequests {
  readonly #gets = new Map<string, CanaryRequest>();
  readonly #others = new Map<string, CanaryRequest>();

  get isFull(): boolean {
    return this.#gets.size >= MOST_PLANNED;
  }

  add(key: string, request: CanaryRequest): void {
    const list = request.method === 'GET' ? this.#gets : this.#others;
    if (list.size < MOST_PLANNED) list.set(key, request);
  }

  requests(): readonly CanaryRequest[] {
    return [...this.#gets.values(), ...this.#others.values()].slice(0, MOST_PLANNED);
  }
}

/** A path stands for GET. */
function namedIn(canary: string): { readonly method: string; readonly path: string } {
  const [, method = 'GET', path = ''] = /^(?:([A-Z]+)\s+)?(.*)$/.exec(canary) ?? [];
  return { method, path };
}

/** What is configured and not planned. */
function configured(canary: string): CanaryRequest {
  const { method, path } = namedIn(canary);
  return { ...get(path.split('#')[0] ?? ''), method };
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

const isSuccess = (answer: Answer): boolean =>
  answer.kind === 'reply' && answer.status >= 200 && answer.status < 300 && answer.body.denies === null;

const digestOf = (answer: Answer): string | null => (answer.kind === 'reply' ? answer.body.digest : null);

/**
 * Whether an answer shows that the subject's credentials work.
 *
 * It shows nothing where a path that cannot exist gets the same, or where callers without credentials get the same:
 * a success that everybody has is no canary; nor where that could not be found out.
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
  if (!isSuccess(answer) || !isKnown(unknownRoute)) return false;
  if (isSuccess(unknownRoute) && digestOf(unknownRoute) === digestOf(answer)) return false;
  if (!anonymous.every(isKnown)) return false;
  if (!anonymous.some(isSuccess)) return true;
  const digests = new Set(anonymous.map(digestOf));
  return digests.size === 1 && !digests.has(digestOf(answer));
}

/** Whether a second anonymous answer is needed: to tell a personal body from one that always changes, or what fails at times. */
export const needsSecondLook = (answer: Answer): boolean =>
  isSuccess(answer) || (answer.kind === 'reply' && answer.status >= 500);
