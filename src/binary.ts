/**
 * Starts authctl where it is one file with its runtime inside: `npm run build:binaries`.
 *
 * The parts that Node.js would find beside this file lie in the binary, below the path that stands for the program. A process
 * that is to run one of them is the binary again, with the part as its first argument.
 */
import { pathToFileURL } from 'node:url';

declare global {
  /** What `import.meta.url` is in the binary. */
  var authctlProgram: string;
}

const [, program = '', part] = process.argv;
globalThis.authctlProgram = new URL('dist/program/binary.js', pathToFileURL(program)).href;

const keyringProcess = new URL('keyring-process.js', globalThis.authctlProgram).href;
const isKeyringProcess = part !== undefined && pathToFileURL(part).href === keyringProcess;

void (isKeyringProcess ? import('./keyring-process.js') : import('./main.js'));
