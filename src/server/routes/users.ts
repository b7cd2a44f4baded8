import { type Answer, Refused, refusal } from '../answer.js';
import type { Fields } from '../body.js';
import type { Call, GuardedRoute, Operation, ResolvedRoute, Route } from '../route.js';
import type { ObjectAction } from '../settings.js';
import type { User } from '../users.js';
import { idParameter } from './parameters.js';

/** What can be done with accounts: they are made by the configuration alone. */
export const USER_ACTIONS = ['list', 'read', 'update', 'delete'] as const satisfies readonly ObjectAction[];
export type UserAction = (typeof USER_ACTIONS)[number];

/** What a caller may write of an account. */
const userFields: Fields = {
  name: { type: 'text', minLength: 1, maxLength: 100, example: 'Agus', optional: true },
};

/** A route of the demo API about accounts. A user owns the own one. */
export function userRoute(settings: ResolvedRoute, action: UserAction, users: readonly User[]): Route {
  const { method, path, access } = settings;
  const id = idParameter(path) ?? '';
  const base = {
    method,
    path,
    access: access === 'public' ? [] : access,
    operation: operationOf(settings, action, users),
    ownerOf: ({ state, params }, user) =>
      action === 'list' ? user.id : state.users.get(objectId(params[id]))?.id,
    handle: (call, user) => handlers[action](call, user, objectId(call.params[id])),
  } satisfies GuardedRoute;
  if (action !== 'update') return base;
  const body = {
    name: 'UserChanges',
    mediaTypes: ['application/json'],
    fields: userFields,
    open: false,
  } as const;
  return { ...base, body };
}

/** The number that a path names an account by, spelled as the server spells it; NaN, which nobody has, for all else. */
const objectId = (segment = ''): number => (/^[1-9]\d{0,14}$/.test(segment) ? Number(segment) : Number.NaN);

const missing = () => new Refused(404, 'not_found', 'there is no such user');

const handlers: Readonly<Record<UserAction, (call: Call, user: User, id: number) => Answer>> = {
  list: ({ state }) => ({ status: 200, body: state.users.list() }),
  read({ state }, _user, id) {
    const found = state.users.get(id);
    if (!found) throw missing();
    return { status: 200, body: found };
  },
  update({ state, fields }, _user, id) {
    const changed = state.users.update(id, fields);
    if (!changed) throw missing();
    return { status: 200, body: changed };
  },
  delete({ state }, user, id) {
    if (id === user.id) return refusal(409, 'conflict', 'nobody can remove the own account');
    if (!state.users.remove(id)) throw missing();
    state.sessions.endAllOf(id);
    return { status: 204 };
  },
};

function operationOf(
  { path, summary }: ResolvedRoute,
  action: UserAction,
  [first, second = first]: readonly User[],
): Operation {
  const id = idParameter(path);
  return {
    id: operationIds[action],
    tag: 'users',
    summary: summary ?? summaries[action],
    ...(id === undefined ? {} : { examples: { [id]: second?.id ?? 1 } }),
    answers: answers[action],
  };
}

const operationIds: Readonly<Record<UserAction, string>> = {
  list: 'listUsers',
  read: 'readUser',
  update: 'updateUser',
  delete: 'deleteUser',
};

const summaries: Readonly<Record<UserAction, string>> = {
  list: 'Everybody with an account',
  read: 'One account',
  update: 'Change an account',
  delete: 'Remove an account and end its sessions',
};

const answers: Readonly<Record<UserAction, Operation['answers']>> = {
  list: { 200: { description: 'In order of id.', schema: 'User', list: true } },
  read: { 200: { description: 'The account.', schema: 'User' } },
  update: { 200: { description: 'The account as it is now.', schema: 'User' } },
  delete: {
    204: { description: 'The account is gone; its tokens and sessions are worth nothing.' },
    409: { description: 'Nobody can remove the own account.', schema: 'Error' },
  },
};
