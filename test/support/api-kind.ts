import type { ReceivedRequest } from './loopback-server.js';

/** What a server of the table answers. */
export interface Told {
  readonly status: number;
  /** Text as it stands, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

export type Person = 'agus' | 'sari';
export type Place = 'me' | 'users';

/** Ways in which real APIs differ, each of them in the words of the specification. */
export const API_DIFFERENCES = [
  'login by any method and path',
  'a nested body',
  'a parameter that must be present and empty',
  'two steps with a token from the first',
  'success judged by body or status',
  'the token anywhere in the answer',
  'Bearer',
  'Token',
  'bare',
  'a header of any name',
  'several headers at once',
  'a cookie',
  'a cookie with a CSRF token in a header',
  'a cookie with a CSRF token in a body',
  'Basic',
  'the base URL with a path',
  '%2f and brackets in paths sent as written',
  'every route is POST and differs by body',
  'every route is POST and differs by header',
  'every route is POST and differs by a query parameter',
  'a route may carry a name',
  'refused with 400',
  'refused with 404',
  'refused with 500',
  'refused with 200 and an error object',
  'refused with 200 and an empty object or null',
  'refused with 200 and nothing changed',
  'refused with a redirect whose Location alone tells',
  '401 for everyone',
  '403 for everyone',
  'HTML for every unknown path',
  'public routes that a bad token breaks',
  'routes open only without a login',
  'a bad token treated as no token',
  'accounts locked after repeated failures',
] as const;

export type ApiDifference = (typeof API_DIFFERENCES)[number];

/** What of a kind stands in `authctl.yaml`. */
export type Settings = Pick<ApiKind, 'settings' | 'subject' | 'routes' | 'more' | 'base'>;

/**
 * A way in which an API differs: how it is logged in at, how a credential is carried, what a route is, how it refuses.
 * What is not said is usual: `POST /login` answers `{ token }`, `Authorization: Bearer`, 401 and 403, 404 for the rest.
 */
export interface ApiKind {
  readonly name: string;
  /** The words of the list below that it is a case of. */
  readonly item: ApiDifference;
  /** The line of `authctl help oracle` that says how to have it understood; absent where no setting is needed. */
  readonly help?: string;
  /** What somebody meets who does not know the setting. */
  readonly without?: Partial<Settings> & {
    /** What names the setting; null where the answers are read rightly without one. */
    readonly says: string | null;
  };
  /** How those who may not are denied; default: 401 and 403. */
  readonly denied?: { readonly anonymous?: string; readonly agus?: string };
  /** YAML beside `version`, `api`, `roles`: what makes authctl understand it. */
  readonly settings?: string;
  /** Of the subjects: after the role. */
  readonly subject?: (person: Person) => string;
  /** YAML of the two routes' keys. */
  readonly routes?: Readonly<Record<Place, string>>;
  /** Of the two routes: further keys. */
  readonly more?: Readonly<Record<Place, string>>;
  /** Undefined for what is no part of a login. */
  readonly login?: (request: ReceivedRequest) => Told | undefined;
  readonly caller?: (request: ReceivedRequest) => Person | 'unknown' | undefined;
  readonly place?: (request: ReceivedRequest) => Place | undefined;
  readonly granted?: (place: Place) => Told;
  readonly refused?: (caller: Person | 'unknown' | undefined) => Told;
  readonly unknownPath?: Told;
  /** Path that the API lives under. */
  readonly base?: string;
  readonly flags?: readonly string[];
}

/** In no way special. */
export const usualApi: ApiKind = { name: 'usual', item: 'Bearer' };

const PASSWORDS: Readonly<Record<Person, string>> = { agus: 'agus-pass', sari: 'sari-pass' };

export const json = (request: ReceivedRequest): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(request.body);
  } catch {
    return {};
  }
};

export const tokenOf = (person: Person): string => `${person}-token-0123456789`;

const people: readonly Person[] = ['agus', 'sari'];

/** Whose password this is. */
export const personWith = (username: unknown, password: unknown): Person | undefined =>
  people.find((person) => person === username && PASSWORDS[person] === password);

/** Whose token this is. */
export const holder = (text: string | undefined): Person | 'unknown' | undefined =>
  text === undefined || text === ''
    ? undefined
    : (people.find((person) => text === tokenOf(person)) ?? 'unknown');

const bearer = ({ headers }: ReceivedRequest) => holder(headers.authorization?.replace(/^Bearer /, ''));

const usualLogin = (request: ReceivedRequest): Told | undefined => {
  if (request.method !== 'POST' || request.path !== '/login') return undefined;
  const { username, password } = json(request);
  const person = personWith(username, password);
  return person ? { status: 200, body: { token: tokenOf(person) } } : { status: 401, body: {} };
};

const usualPlace = ({ path }: ReceivedRequest): Place | undefined =>
  path === '/me' ? 'me' : path === '/users' ? 'users' : undefined;

const usualGrant = (place: Place): Told =>
  place === 'me'
    ? { status: 200, body: { you: true } }
    : { status: 200, body: [{ id: 1, email: 'a@b.example' }] };

const usualRefusal = (caller: unknown): Told =>
  caller === 'agus' || caller === 'sari'
    ? { status: 403, body: { error: 'no' } }
    : { status: 401, body: {}, headers: { 'www-authenticate': 'Bearer' } };

/** Answers as such an API does. @param hole - whether it lets readers at what is meant for admins. */
export function answerAs(kind: ApiKind, hole: boolean, received: ReceivedRequest): Told {
  const { base = '' } = kind;
  if (!received.path.startsWith(base)) return { status: 404, body: 'elsewhere' };
  const request = { ...received, path: received.path.slice(base.length) };
  const login = (kind.login ?? usualLogin)(request);
  if (login) return login;
  const place = (kind.place ?? usualPlace)(request);
  if (!place) return kind.unknownPath ?? { status: 404, body: { error: 'not found' } };
  const caller = (kind.caller ?? bearer)(request);
  const known = caller === 'agus' || caller === 'sari';
  const may = known && (place === 'me' || caller === 'sari' || hole);
  return may ? (kind.granted ?? usualGrant)(place) : (kind.refused ?? usualRefusal)(caller);
}

const usualSubject = (person: Person): string => `password: ${PASSWORDS[person]}`;

const USUAL_ROUTES = { me: 'GET /me', users: 'GET /users' };

/** The matrix of such an API that is sound, as `matrixOf` writes it. */
export const soundMatrix = ({ denied = {} }: ApiKind): readonly string[] => {
  const { anonymous = '401', agus = '403' } = denied;
  return [
    `anonymous me: deny ${anonymous}, as-expected`,
    'agus me: allow, as-expected',
    'sari me: allow, as-expected',
    `anonymous users: deny ${anonymous}, as-expected`,
    `agus users: deny ${agus}, as-expected`,
    'sari users: allow, as-expected',
  ];
};

/** The `authctl.yaml` for such an API. */
export function configFor(kind: Settings, url: string): string {
  const routes = kind.routes ?? USUAL_ROUTES;
  const more = (place: Place): string => (kind.more ? `, ${kind.more[place]}` : '');
  const subject = kind.subject ?? usualSubject;
  return `version: 1
api: ${url}${kind.base ?? ''}
roles: [reader, admin]
${kind.settings ?? 'login: { flow: json, path: /login }'}
subjects:
  agus: { role: reader, ${subject('agus')} }
  sari: { role: admin, ${subject('sari')} }
routes:
  ${routes.me}: { allow: [reader, admin]${more('me')} }
  ${routes.users}: { allow: [admin]${more('users')} }
`;
}
