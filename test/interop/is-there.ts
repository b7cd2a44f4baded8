import { spawnSync } from 'node:child_process';

/** Whether a command of the shell succeeds, and so a program is installed. */
export const isThere = (command: string): boolean => spawnSync('sh', ['-c', command]).status === 0;
