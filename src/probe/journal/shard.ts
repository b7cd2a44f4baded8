import { AuthctlError } from '../../errors.js';
import type { Environment } from '../../ports/folders.js';
import type { Route } from '../model.js';
import { collectionOf } from '../order.js';

/** One part of a run that several processes share. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

export const shardName = ({ index, count }: Shard): string => `${index}/${count}`;

/**
 * The shard that a route belongs to, from 1.
 *
 * Verdicts rest on what others were answered to the same request, and on what was written to the same collection: all
 * routes of one collection (`/articles`, `/articles/{id}`, `/articles/{id}/comments`) are of one shard.
 */
export function shardOf({ path }: Pick<Route, 'path'>, count: number): number {
  let hash = 0x811c9dc5;
  for (const unit of collectionOf(path)) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  // The low bits of FNV-1a alone are no good: they depend on the low bits of the text only.
  hash ^= hash >>> 15;
  return ((Math.imul(hash, 0x2c1b3c6d) >>> 0) % count) + 1;
}

/** Who tells its processes which of how many they are, and the number that it counts from. */
const RUNNERS = [
  { name: 'GitLab', index: 'CI_NODE_INDEX', count: 'CI_NODE_TOTAL', from: 1 },
  { name: 'CircleCI', index: 'CIRCLE_NODE_INDEX', count: 'CIRCLE_NODE_TOTAL', from: 0 },
  { name: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', count: 'BUILDKITE_PARALLEL_JOB_COUNT', from: 0 },
  { name: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', count: undefined, from: 0 },
] as const;

/**
 * Reads `--shard` and `--shard-count`.
 *
 * @param wanted - `2/4`, or `auto` for what the runner says.
 * @param count - for runners that tell the index only.
 * @throws {AuthctlError} `USAGE` for what is no part of a whole, or where no runner says anything.
 */
export function readShard(
  wanted: string | undefined,
  count: string | undefined,
  env: Environment,
): Shard | undefined {
  if (wanted === undefined && count === undefined) return undefined;
  if (wanted === undefined || wanted === 'auto') return shardOfRunner(count, env);
  const [, index = '', total = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(wanted) ?? [];
  const shard = { index: Number(index), count: Number(total) };
  if (index === '' || !isPart(shard)) throw noShard(wanted);
  if (count !== undefined && Number(count) !== shard.count) {
    throw new AuthctlError('USAGE', `--shard ${wanted} is none of ${count}`, {
      hint: 'leave --shard-count out: --shard says it already',
    });
  }
  return shard;
}

const isPart = ({ index, count }: Shard): boolean => index >= 1 && index <= count;

const noShard = (text: string): AuthctlError =>
  new AuthctlError('USAGE', `'${text}' is no value for --shard`, {
    hint: 'write which of how many, from 1/4 to 4/4, or auto for what the runner says',
  });

function shardOfRunner(given: string | undefined, env: Environment): Shard {
  for (const { name, index, count, from } of RUNNERS) {
    const [at, total] = [env[index], given ?? (count && env[count])];
    if (at === undefined || at === '') continue;
    const said = `${index}=${at}${count && env[count] ? `, ${count}=${env[count]}` : ''}`;
    if (total === undefined) {
      throw new AuthctlError('USAGE', `${name} says which shard this is (${said}), and not of how many`, {
        hint: 'say it with --shard-count N',
      });
    }
    const shard = { index: Number(at) - from + 1, count: Number(total) };
    if (/^\d{1,6}$/.test(at) && /^\d{1,6}$/.test(total) && isPart(shard)) return shard;
    throw new AuthctlError('USAGE', `${name} says ${said}, which is no part of ${total}`, {
      hint: 'say it with --shard I/N',
    });
  }
  throw new AuthctlError('USAGE', 'no runner says which shard this is', {
    hint: `say it with --shard I/N; known: ${RUNNERS.map(({ index }) => index).join(', ')}`,
  });
}
