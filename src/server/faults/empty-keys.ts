import { withJson } from '../written-answer.js';
import { isKeySet } from './documents.js';
import type { Fault } from './fault.js';

export const emptyKeys: Fault = {
  id: 'empty-keys',
  group: 'protocol',
  title: 'a key set without a key',
  concerns: isKeySet,
  spoil: (answer) => withJson(answer, { keys: [] }),
};
