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

/**
 * A way in which an API differs: how it is logged in at, how a credential is carried, what a route is, how it refuses.
 * What is not said is usual: `POST /login` answers `{ token }`, `Authorization: Bearer`, 401 and 403, 404 for the rest.
 */
export interface ApiKind {
  readonly name: string;
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

/** The `authctl.yaml` for such an API. */
export function configFor(kind: ApiKind, url: string): string {
  const routes = kind.routes ?? { me: 'GET /me', users: 'GET /users' };
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
