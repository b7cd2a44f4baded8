import { dotted } from '../../config/schema-problems.js';
import type { Path } from '../../document/source-document.js';
import { didYouMean } from '../../nearest.js';
import type { Complain, Known } from './known.js';

interface ItemKind {
  /** What a caller may write. */
  readonly fields: readonly string[];
  readonly owner: string | undefined;
  readonly users: Known['users'];
}

/** Whether the objects of a resource have the members that it has, owners that exist, and an id each of their own. */
export function checkItems(
  items: readonly Readonly<Record<string, unknown>>[],
  path: Path,
  kind: ItemKind,
  complain: Complain,
): void {
  const { fields, owner, users } = kind;
  const members = ['id', ...fields.filter((name) => name !== 'id'), ...(owner === undefined ? [] : [owner])];
  const names = users.map(({ username }) => username);
  const ids = new Set<string>();
  for (const [index, item] of items.entries()) {
    const at: Path = [...path, index];
    const { id = index + 1 } = item;
    if (!['string', 'number'].includes(typeof id) || ids.has(String(id))) {
      complain(
        `${dotted(at)}: the id ${JSON.stringify(id)} cannot be used`,
        [...at, 'id'],
        'give each a text or number of its own',
      );
    }
    ids.add(String(id));
    for (const key of Object.keys(item).filter((name) => !members.includes(name))) {
      const hint = didYouMean(key, members) ?? `fields: ${members.join(', ')}`;
      complain(`${dotted(at)}: '${key}' is no field`, [...at, key], hint);
    }
    if (
      owner === undefined ||
      users.some((user) => user.id === item[owner] || user.username === item[owner])
    ) {
      continue;
    }
    complain(
      item[owner] === undefined
        ? `${dotted(at)} lacks the owner, '${owner}'`
        : `${dotted(at)}: there is no user '${String(item[owner])}' who could own it`,
      [...at, owner],
      didYouMean(String(item[owner]), names) ?? `users: ${names.join(', ')}`,
    );
  }
}
