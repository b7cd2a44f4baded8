import { refusal } from '../answer.js';
import type { Route } from '../route.js';
import { objectId } from './object-id.js';
import { adminsOnly } from './roles.js';

/** Accounts, for admins. */
export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users',
    access: adminsOnly,
    operation: {
      id: 'listUsers',
      tag: 'users',
      summary: 'Everybody with an account',
      answers: { 200: { description: 'In order of id.', schema: 'User', list: true } },
    },
    handle: ({ state }) => ({ status: 200, body: state.users.list() }),
  },
  {
    method: 'DELETE',
    path: '/users/{id}',
    access: adminsOnly,
    operation: {
      id: 'deleteUser',
      tag: 'users',
      summary: 'Remove an account and end its sessions',
      examples: { id: 2 },
      answers: {
        204: { description: 'The account is gone; its tokens and sessions are worth nothing.' },
        409: { description: 'Nobody can remove the own account.', schema: 'Error' },
      },
    },
    handle({ state, params }, user) {
      const id = objectId(params);
      if (id === user.id) return refusal(409, 'conflict', 'nobody can remove the own account');
      if (!state.users.remove(id)) return refusal(404, 'not_found', 'there is no such user');
      state.sessions.endAllOf(id);
      return { status: 204 };
    },
  },
];
