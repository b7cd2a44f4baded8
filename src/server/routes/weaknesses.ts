import { ANSWER_KEY } from '../control/path.js';
import type { Route } from '../route.js';
import { describeWeaknesses } from '../weaknesses/describe.js';

/** The answer key: what is wrong with the server at this moment, and where. */
export const weaknessRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: ANSWER_KEY,
    access: 'public',
    handle: ({ state: { weaknesses, settings } }) => ({
      status: 200,
      body: describeWeaknesses(weaknesses, settings),
      indent: 2,
    }),
  },
];
