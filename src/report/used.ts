import type { Session } from '../session/session.js';
import { accent, faint, good, type Renderer } from './text.js';

/** What `authctl use` says. */
export const usedRenderer: Renderer<Session> = {
  schema: 'authctl/use@1',
  json: ({ name, server, username, role }) => ({ name, server, username, role }),
  text: ({ name, server, role }, { ascii }) => [
    [
      good(ascii ? '+' : '✓'),
      ' ',
      accent(name),
      ` is the current session`,
      faint(` (${role ?? 'no role'} at ${server})`),
    ],
  ],
};
