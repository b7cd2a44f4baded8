import type { CST } from 'yaml';
import { AuthctlError, type ErrorCode, type SourcePosition } from '../errors.js';

/** How many lists and maps may stand inside of each other: far below what would exhaust the call stack of a reader. */
const MAX_NESTING = 200;

/** What is said of a document with more levels. */
export const nestingError = (code: ErrorCode, at: SourcePosition): AuthctlError =>
  new AuthctlError(code, `it is nested more than ${MAX_NESTING} levels deep`, {
    at,
    hint: 'write it with less nesting',
  });

/** Whether plain data, as JSON.parse gives it (it may share objects), has more levels than {@link MAX_NESTING}. Needs no call stack. */
export function isTooDeep(data: unknown): boolean {
  return isObject(data) && firstBeyond(data, (value) => Object.values(value).filter(isObject)) !== undefined;
}

/** The offset of the first list or map of a YAML document beyond {@link MAX_NESTING}. Needs no call stack. */
export function offsetTooDeep(token: CST.Token): number | undefined {
  return token.type === 'document' && token.value
    ? firstBeyond(token.value, collectionsIn)?.offset
    : undefined;
}

/** A container that stands inside of {@link MAX_NESTING} others, `top` among them. */
function firstBeyond<T>(top: T, containersIn: (container: T) => readonly T[]): T | undefined {
  let level: readonly T[] = [top];
  for (let depth = 0; depth < MAX_NESTING && level.length > 0; depth += 1)
    level = level.flatMap(containersIn);
  return level[0];
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function collectionsIn(token: CST.Token): readonly CST.Token[] {
  if (!('items' in token)) return [];
  const items: readonly { readonly key?: CST.Token | null; readonly value?: CST.Token }[] = token.items;
  return items.flatMap(({ key, value }) => [key, value].filter((part) => part != null && 'items' in part));
}
