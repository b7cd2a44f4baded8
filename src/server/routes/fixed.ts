import type { Operation, ResolvedRoute, Route } from '../route.js';

/** A route that answers the same to every call. */
export function fixedRoute({ method, path, access, summary }: ResolvedRoute, answer: FixedAnswer): Route {
  const words = path.split('/').filter((part) => /^\w+$/.test(part));
  const operation: Operation = {
    id: [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join(''),
    tag: 'server',
    summary: summary ?? `${method} ${path}`,
    answers: {
      [answer.status]: {
        description: 'The same for every call.',
        ...(answer.body === undefined ? {} : { constant: answer.body }),
      },
    },
  };
  const handle = () => answer;
  return access === 'public'
    ? { method, path, access, operation, handle }
    : { method, path, access, operation, handle };
}

interface FixedAnswer {
  readonly status: number;
  readonly body?: unknown;
}
