import { generateSigningKeys } from '../signing-keys.js';
import { withJson } from '../written-answer.js';
import { isKeySet } from './documents.js';
import type { Fault } from './fault.js';

export const rotatedKeys: Fault = {
  id: 'rotated-keys',
  group: 'protocol',
  title: 'a key set with another key than the one that signs',
  concerns: isKeySet,
  spoil: async (answer, _parameters, { keys }) =>
    withJson(answer, (await generateSigningKeys(keys.current.alg)).jwks),
};
