import type { Answer } from '../answer.js';
import { guardedRoutes, routeName } from './api-routes.js';
import type { Weakness } from './weakness.js';

export const softDenial: Weakness = {
  id: 'soft-denial',
  title: 'soft denial: 200 with an error in the body',
  cwe: 393,
  owasp: 'API8:2023',
  summary: 'who is denied gets 200, and the truth only in the body, so tools and monitors see a success',
  routes: (settings) => guardedRoutes(settings).map(routeName),
  find: 'authctl probe: the denials are shown as soft',
  apply: (policy) => ({
    ...policy,
    answerOf(answer, route) {
      const leaving = policy.answerOf(answer, route);
      return route.access !== 'public' && DENIALS.includes(leaving.status) ? softened(leaving) : leaving;
    },
  }),
};

const DENIALS: readonly number[] = [401, 403];

const softened = (answer: Answer): Answer => ({
  ...answer,
  status: 200,
  headers: {},
  body: { code: answer.status, ...(answer.body as object) },
});
