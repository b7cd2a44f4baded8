import { strong, type Text } from '../../report/text.js';
import { exitCodes } from '../exit-codes.js';
import { twoColumns } from './columns.js';
import type { TopicSources } from './topic.js';

/** `authctl help exit-codes`, from the only table of them. */
export function exitCodesTopic({ ctx }: TopicSources): Text {
  return [
    [strong('Exit codes')],
    '',
    ...twoColumns(
      Object.values(exitCodes).map(({ status, means }) => ({
        term: `  ${String(status).padStart(3)}`,
        meaning: means,
      })),
      ctx.stdout.columns ?? 80,
    ),
  ];
}
