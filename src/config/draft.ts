import { hasSoundBraces, isMethod, ROUTE_KEY } from './route-key.js';
import { comment, flowList, key, text } from './yaml-text.js';

/** What is known of an API and its callers before there is a configuration. */
export interface Draft {
  /** The API's name, for the first comment. */
  readonly title: string | undefined;
  readonly server: string | undefined;
  readonly api: string | undefined;
  /** As the file is to say it: a URL, or a path relative to the file. */
  readonly openapi: string | undefined;
  readonly subjects: readonly DraftSubject[];
  readonly routes: readonly DraftRoute[];
}

export interface DraftSubject {
  readonly name: string;
  readonly username: string;
  /** Null where nobody told. */
  readonly role: string | null;
}

export interface DraftRoute {
  readonly method: string;
  readonly path: string;
  readonly access:
    | { readonly kind: 'unknown' }
    | { readonly kind: 'public' }
    | {
        readonly kind: 'secured';
        readonly roles: readonly { readonly role: string; readonly when?: 'own' }[] | null;
      };
  readonly parameters: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly example: string | undefined;
  }[];
}

const ANONYMOUS = 'anonymous';

/** Names that no subject may have in the file. */
const RESERVED: readonly string[] = [ANONYMOUS, '__proto__'];

/**
 * The text of an `authctl.yaml` that says what is known and explains what is left to fill in.
 *
 * What it says loads without mistakes once the variables that `passwordVariable` names are set.
 */
export function draftConfig(draft: Draft): string {
  const roles = rolesOf(draft);
  return `${[
    '# yaml-language-server: $schema=./node_modules/authctl/schema/authctl-1.json',
    `# Who may do what: ${comment(draft.title ?? 'fill in')}. \`authctl help config\` explains every key.`,
    'version: 1',
    ...addresses(draft),
    ...login,
    ...rolesSection(roles),
    ...subjectsSection(draft, roles),
    ...routesSection(draft),
  ].join('\n')}\n`;
}

/** The variable that holds a subject's password: `AGUS_PASSWORD`. */
export function passwordVariable(subject: string): string {
  const name = subject.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return `${/^\d/.test(name) ? '_' : ''}${name}_PASSWORD`;
}

/** Whether a subject is written out, or left as a comment because its role is not known. */
export const isKnown = (subject: DraftSubject): boolean =>
  subject.role !== null && subject.role !== '' && !RESERVED.includes(subject.name);

/** Whether a route's policy is written out, or left as a comment because nobody says who may. */
export const isDecided = ({ method, path, access, parameters }: DraftRoute): boolean =>
  isMethod(method) &&
  ROUTE_KEY.test(`${method} ${path}`) &&
  hasSoundBraces(path) &&
  access.kind !== 'unknown' &&
  (access.kind === 'public' || access.roles !== null) &&
  parameters.every(({ required, example }) => !required || example !== undefined);

function addresses({ server, api, openapi }: Draft): readonly string[] {
  const line = (name: string, value: string | undefined, example: string) =>
    value === undefined ? `# ${name}: ${example}      # fill in` : `${name}: ${text(value)}`;
  return [
    '',
    '# The authorization server: an OAuth/OIDC issuer, or the base URL of an API with its own login.',
    line('server', server, 'https://api.example.com'),
    '# The API under test; without this line, the server.',
    line('api', api, 'https://api.example.com/v1'),
    '# Its routes and the security that they declare: a file beside this one, or a URL.',
    line('openapi', openapi, 'openapi.yaml'),
  ];
}

const login: readonly string[] = [
  '',
  '# How subjects log in. Only needed where `authctl login` does not find it out by itself.',
  '# login:',
  '#   flow: json                 # json and form read a token from the answer; session keeps its cookies',
  '#   path: /login',
  '#   body: { username: "{{username}}", password: "{{password}}" }',
  '#   token: /access_token       # JSON Pointer into the answer',
  '# roleClaim: /role             # where a token says its role',
];

/** From the fewest routes that name a role to the most: a guess at the order of privilege. */
function rolesOf({ subjects, routes }: Draft): readonly string[] {
  const granted = routes.flatMap(({ access }) =>
    access.kind === 'secured' ? (access.roles ?? []).map(({ role }) => role) : [],
  );
  const known = subjects.filter(isKnown).flatMap(({ role }) => role ?? []);
  const counts = new Map<string, number>(known.map((role) => [role, 0]));
  for (const role of granted) counts.set(role, (counts.get(role) ?? 0) + 1);
  counts.delete(ANONYMOUS);
  counts.delete('');
  return [...counts].toSorted(([, one], [, other]) => one - other).map(([role]) => role);
}

function rolesSection(roles: readonly string[]): readonly string[] {
  if (roles.length === 0) {
    return [
      '',
      '# Every role, from least to most privileged: fill in.',
      '# roles: [anonymous, reader, admin]',
    ];
  }
  return [
    '',
    '# Every role, from least to most privileged: check the order. `anonymous` is the caller without credentials.',
    `roles: ${flowList([ANONYMOUS, ...roles].map(text))}`,
  ];
}

function subjectsSection({ subjects, routes }: Draft, roles: readonly string[]): readonly string[] {
  const known = subjects.filter(isKnown);
  const unknown = subjects.filter((subject) => !isKnown(subject) && subject.name !== ANONYMOUS);
  return [
    '',
    '# Who calls the API, by name. Passwords come from the environment, so that this file can be committed.',
    ...(known.length === 0 ? ['# subjects:'] : ['subjects:']),
    ...known.map((subject) => `  ${subjectLine(subject, text(subject.role ?? ''))}`),
    ...unknown.map((subject) => `#  ${subjectLine(subject, 'ROLE')}      # fill in its role`),
    ...missingRoles(known, roles).map(
      (role) =>
        `#  NAME: { role: ${text(role)}, username: NAME, password: "\${NAME_PASSWORD}" }      # fill in`,
    ),
    ...ownership(routes),
  ];
}

/** The roles that nobody has yet; a placeholder where no role is known at all. */
function missingRoles(known: readonly DraftSubject[], roles: readonly string[]): readonly string[] {
  if (roles.length === 0 && known.length === 0) return ['ROLE'];
  return roles.filter((role) => !known.some((subject) => subject.role === role));
}

function subjectLine({ name, username }: DraftSubject, role: string): string {
  return `${key(name)}: { role: ${role}, username: ${text(username)}, password: "\${${passwordVariable(name)}}" }`;
}

/** How to say who owns what, where a route's policy depends on it. */
function ownership(routes: readonly DraftRoute[]): readonly string[] {
  const dependent = routes.find(
    ({ path, access }) =>
      path.includes('{') && access.kind === 'secured' && access.roles?.some(({ when }) => when === 'own'),
  );
  if (!dependent) return [];
  const [, segment = 'objects', parameter = 'id'] = /([\w-]+)\/\{([^{}]+)\}/.exec(dependent.path) ?? [];
  return [
    '# `when: own` below is checked once subjects say what they own, and the routes which parameter names it:',
    `#   in a subject:  owns: { ${comment(segment)}: "ID" }`,
    `#   in a route:    params: { ${comment(parameter)}: ${comment(segment)} }`,
  ];
}

function routesSection({ routes }: Draft): readonly string[] {
  const decided = routes.filter(isDecided);
  const width = Math.max(...decided.map(({ method, path }) => key(`${method} ${path}`).length), 0);
  return [
    '',
    '# What each role may do; who is not named may not. `any` is everybody, without credentials too.',
    '# `deny: 403` on a route demands that kind of denial; else any denial is right.',
    decided.length === 0 ? '# routes:' : 'routes:',
    ...routes.map((route) => routeLine(route, width + 1)),
    ...(routes.length === 0
      ? ['#   GET /articles/{id}: { allow: [reader, admin], params: { id: "1" } }   # fill in']
      : []),
  ];
}

function routeLine(route: DraftRoute, width: number): string {
  const name = `${route.method} ${route.path}`;
  if (isDecided(route)) return `  ${`${key(name)}:`.padEnd(width)} { allow: ${allowed(route)} }`;
  const missing = route.parameters.filter(({ required, example }) => required && example === undefined);
  const params =
    missing.length === 0
      ? ''
      : `, params: { ${missing.map(({ name: parameter }) => `${key(parameter)}: VALUE`).join(', ')} }`;
  return `#  ${comment(`${key(name)}: { allow: ${allowed(route)}${params} }`)}      # fill in`;
}

function allowed({ access }: DraftRoute): string {
  if (access.kind === 'public') return 'any';
  if (access.kind === 'unknown' || access.roles === null) return '[ROLE]';
  return flowList(
    access.roles.map(({ role, when }) =>
      when === 'own' ? `{ role: ${text(role)}, when: own }` : text(role),
    ),
  );
}
