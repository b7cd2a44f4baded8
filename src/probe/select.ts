import { AuthctlError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import { identityOf, type Route, type Subject } from './model.js';

/** Which routes to keep; none of a kind for no choice by it. */
export interface RouteWish {
  /** Patterns such as `GET /articles*`. */
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  readonly tag?: readonly string[];
  readonly method?: readonly string[];
}

/**
 * The routes that a wish leaves, in their order.
 *
 * In a pattern `*` stands for any characters; a pattern without a method means every method.
 *
 * @throws {AuthctlError} `USAGE`, listing the nearest routes, for a pattern that no route matches, or when none is left.
 */
export function selectRoutes(
  routes: readonly Route[],
  { only, exclude, tag = [], method = [] }: RouteWish,
): readonly Route[] {
  const tags = routes.flatMap((route) => route.tags ?? []);
  requireEach('tag', tag, tags);
  const methods = method.map((name) => name.toUpperCase());
  requireEach(
    'method',
    methods,
    routes.map((route) => route.method),
  );
  for (const pattern of [...only, ...exclude]) {
    if (!routes.some(matches(pattern))) throw unknownRoute(pattern, routes);
  }
  const kept = routes
    .filter((route) => only.length === 0 || only.some((pattern) => matches(pattern)(route)))
    .filter((route) => !exclude.some((pattern) => matches(pattern)(route)))
    .filter((route) => tag.length === 0 || tag.some((name) => route.tags?.includes(name)))
    .filter((route) => methods.length === 0 || methods.includes(route.method));
  if (kept.length > 0) return kept;
  throw new AuthctlError('USAGE', 'no route is left to probe', {
    hint: 'widen --only, --tag and --method, or narrow --exclude',
  });
}

function requireEach(what: string, wanted: readonly string[], existing: readonly string[]): void {
  const unknown = wanted.find((name) => !existing.includes(name));
  if (unknown === undefined) return;
  const list = nearestFirst(unknown, [...new Set(existing)])
    .slice(0, LISTED)
    .join(', ');
  throw new AuthctlError('USAGE', `no route has the ${what} '${unknown}'`, {
    hint: suggested(unknown, existing, `${what}s: ${list === '' ? 'none' : list}`),
  });
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

function matches(pattern: string): (route: Route) => boolean {
  const [, method, path = ''] = /^(?:([A-Za-z]+|\*)\s+)?(.*)$/.exec(pattern.trim()) ?? [];
  const expression = globExpression(path);
  return (route) =>
    (method === undefined || method === '*' || method.toUpperCase() === route.method) &&
    expression.test(route.path);
}

function globExpression(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** What was probably meant, and what there is. */
function suggested(word: string, existing: readonly string[], list: string): string {
  const meant = didYouMean(word, existing);
  return meant === undefined ? list : `${meant} ${list}`;
}

/** Routes beyond this many are counted, not listed. */
const LISTED = 12;

function unknownRoute(pattern: string, routes: readonly Route[]): AuthctlError {
  const names = nearestFirst(pattern, routes.map(nameOf));
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : '';
  return new AuthctlError('USAGE', `no route matches '${pattern}'`, {
    hint: `routes: ${names.slice(0, LISTED).join(', ')}${more}`,
  });
}

/** Those that share the longest beginning with the pattern first; of routes, that of the path. */
export function nearestFirst(pattern: string, names: readonly string[]): readonly string[] {
  if (names.length <= LISTED) return names;
  const shared = (name: string): number => {
    const [wanted = '', has = ''] = [pattern, name].map((text) =>
      text.slice(Math.max(0, text.indexOf('/'))).toLowerCase(),
    );
    let length = 0;
    while (length < wanted.length && wanted[length] === has[length]) length += 1;
    return length;
  };
  return names.toSorted((one, other) => shared(other) - shared(one));
}

/** Which subjects to keep; none of a kind for no choice by it. */
export interface SubjectWish {
  readonly roles: readonly string[];
  readonly names: readonly string[];
}

/**
 * The subjects that a wish leaves, in their order: those with one of the roles, and those with one of the names.
 *
 * @throws {AuthctlError} `USAGE`, listing what exists, for a role or a name that nobody has.
 */
export function selectSubjects(
  subjects: readonly Subject[],
  { roles, names }: SubjectWish,
): readonly Subject[] {
  requireAll(
    'role',
    roles,
    subjects.map(({ role }) => role),
  );
  requireAll(
    'subject',
    names,
    subjects.map(({ name }) => name),
  );
  if (roles.length + names.length === 0) return subjects;
  return subjects.filter(
    (subject) =>
      roles.includes(subject.role) ||
      [subject.name, identityOf(subject)].some((name) => names.includes(name)),
  );
}

function requireAll(what: string, wanted: readonly string[], existing: readonly string[]): void {
  const unknown = wanted.find((name) => !existing.includes(name));
  if (unknown === undefined) return;
  const list = [...new Set(existing)].join(', ');
  throw new AuthctlError(
    'USAGE',
    `no subject ${what === 'role' ? 'has the role' : 'is named'} '${unknown}'`,
    {
      hint: suggested(unknown, existing, `${what}s: ${list === '' ? 'none' : list}`),
    },
  );
}
