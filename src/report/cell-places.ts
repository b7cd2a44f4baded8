import type { Cell } from '../probe/result.js';
import { count } from './count.js';
import { groupBy } from './group-by.js';
import { visible } from './visible.js';

/** Routes that are named; more are counted. */
const NAMED = 3;

/** Where cells stand: `GET /articles/{id} for agus, sari: 404`, the first few routes of them. */
export function placesOf(cells: readonly Cell[]): readonly string[] {
  const routes = [...groupBy(cells, ({ method, path }) => `${method} ${path}`)];
  const named = routes.slice(0, NAMED).map(([route, group]) => {
    const subjects = new Set(group.map(({ subject }) => subject));
    const statuses = new Set(group.flatMap(({ status }) => (status === null ? [] : [status])));
    const answers = statuses.size > 0 ? `: ${[...statuses].join(', ')}` : '';
    return visible(`${route} for ${[...subjects].join(', ')}${answers}`);
  });
  const more = routes.length - named.length;
  return more > 0 ? [...named, `and ${count(more, 'more route')}`] : named;
}
