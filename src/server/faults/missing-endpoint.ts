import { jsonOf, withJson } from '../written-answer.js';
import { isMetadata } from './documents.js';
import type { Fault } from './fault.js';

export const missingEndpoint: Fault = {
  id: 'missing-endpoint',
  group: 'protocol',
  title: 'metadata without an endpoint',
  parameters: [{ name: 'name', means: 'the member that is left out', default: 'jwks_uri' }],
  concerns: isMetadata,
  spoil: (answer, { name }) => {
    const { [String(name)]: _, ...rest } = jsonOf(answer) ?? {};
    return withJson(answer, rest);
  },
};
