import type { Used } from '../session/use.js';
import { count } from './count.js';
import { storageWords } from './storage-words.js';
import { accent, faint, good, type Renderer, type Text } from './text.js';

/** What `authctl use` says. */
export const usedRenderer: Renderer<Used> = {
  schema: 'authctl/use@1',
  json: ({ session, store }) => ({
    ...(session && {
      name: session.name,
      server: session.server,
      username: session.username,
      role: session.role,
    }),
    ...(store && { store }),
  }),
  text: ({ session, store }, { ascii }): Text => {
    const mark = good(ascii ? '+' : '✓');
    return [
      ...(store
        ? [
            [
              mark,
              ` sessions are kept in ${storageWords(store)}`,
              faint(` (${count(store.sessions, 'session')})`),
            ],
          ]
        : []),
      ...(session
        ? [
            [
              mark,
              ' ',
              accent(session.name),
              ` is the current session`,
              faint(` (${session.role ?? 'no role'} at ${session.server})`),
            ],
          ]
        : []),
    ];
  },
};
