import { jsonOf, withJson } from '../written-answer.js';
import { isMetadata } from './documents.js';
import type { Fault } from './fault.js';

export const discoveryIssuer: Fault = {
  id: 'discovery-issuer',
  group: 'protocol',
  title: 'metadata that name another issuer',
  parameters: [{ name: 'value', means: 'the issuer', default: 'https://other.example' }],
  concerns: isMetadata,
  spoil: (answer, { value }) => withJson(answer, { ...jsonOf(answer), issuer: String(value) }),
};
