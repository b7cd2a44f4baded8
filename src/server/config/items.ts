import { invalid } from '../../config/checked-document.js';
import { readDocument } from '../../document/source-document.js';
import type { Problem } from '../../errors.js';
import type { Item, ResourceSettings } from '../settings.js';
import type { Account } from '../users.js';
import { checkItems } from './item-rules.js';
import type { Complain } from './known.js';
import { numbered, withOwners } from './read.js';

/**
 * Reads the objects of a resource from a file of their own: a list of objects, in JSON or YAML.
 *
 * @param file - as messages name it.
 * @throws {AuthctlError} `CONFIG_INVALID` with the position of each mistake.
 */
export function readItems(
  text: string,
  file: string,
  resource: ResourceSettings,
  users: readonly Account[],
): readonly Item[] {
  const document = readDocument(text, { file, code: 'CONFIG_INVALID' });
  const problems: Problem[] = [];
  const complain: Complain = (message, path, hint) =>
    problems.push({ message, at: document.valueAt(path), hint });
  const { data } = document;
  const items = Array.isArray(data) ? (data as readonly unknown[]).filter(isObject) : [];
  if (!Array.isArray(data) || items.length < data.length) {
    complain(`expected a list of ${resource.name}`, [], 'write a list of objects: [{ "id": 1 }]');
  }
  checkItems(items, [], { fields: Object.keys(resource.fields), owner: resource.owner, users }, complain);
  if (problems.length > 0) throw invalid(problems);
  return withOwners(numbered(items), resource.owner, users);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
