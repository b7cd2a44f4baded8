import { expect, test } from 'vitest';
import { requireTarget } from '../../../src/probe/target.js';

test.for([
  ['http://127.0.0.1:4455', []],
  ['http://127.8.8.8', []],
  ['http://localhost:3000/v1', []],
  ['http://[::1]:8080', []],
  ['https://api.example/v1', ['api.example']],
  ['https://api.example:8443', ['api.example:8443']],
  ['https://api.example', ['https://API.example/v2']],
] as const)('%s may be probed with %j', ([api, named]) => {
  expect(() => requireTarget(api, named)).not.toThrow();
});

test.for([
  ['https://api.example', []],
  ['https://api.example', ['example']],
  ['https://127.0.0.1.example', []],
  ['https://localhost.example', []],
  ['https://127.0.0.1@api.example', []],
  ['https://api.example:8443', ['https://api.example']],
] as const)('%s may not be probed with %j', ([api, named]) => {
  expect(() => requireTarget(api, named)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
