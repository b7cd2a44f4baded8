import { resolve } from 'node:path';

const { AUTHCTL_BINARY, AUTHCTL_NODE } = process.env;

/**
 * The words that start the program under test: `AUTHCTL_BINARY`, or the build of this checkout run by `AUTHCTL_NODE` or this
 * Node.js.
 */
export const program: readonly [string, ...string[]] = AUTHCTL_BINARY
  ? [resolve(AUTHCTL_BINARY)]
  : [AUTHCTL_NODE ?? process.execPath, resolve('bin/authctl.js')];

/** Whether it is a binary with its runtime inside. */
export const isBinary = AUTHCTL_BINARY !== undefined;
