import { strong, type Text } from '../../report/text.js';
import { exitCodes } from '../exit-codes.js';

/** `authctl help exit-codes`, from the only table of them. */
export function exitCodesTopic(): Text {
  return [
    [strong('Exit codes')],
    '',
    ...Object.values(exitCodes).map(({ status, means }) => `  ${String(status).padStart(3)}  ${means}`),
  ];
}
