import { expect, test } from 'vitest';
import { isCrossOrigin } from '../../../src/server/cross-origin.js';

test.for([
  [undefined, false], // no browser, or a plain navigation
  ['http://127.0.0.1:4455', false],
  ['https://127.0.0.1:4455', false], // behind a TLS proxy
  ['HTTP://127.0.0.1:4455', false],
  ['http://127.0.0.1:4456', true], // another port is another origin, though cookies do not know
  ['http://localhost:4455', true],
  ['http://127.0.0.1:4455.example', true],
  ['null', true], // a sandboxed frame, a file
  ['', true],
] as const)('origin %s: %s', ([origin, crossOrigin]) => {
  expect(isCrossOrigin({ host: '127.0.0.1:4455', ...(origin === undefined ? {} : { origin }) })).toBe(
    crossOrigin,
  );
});
