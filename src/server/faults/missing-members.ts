import { jsonOf, withJson } from '../written-answer.js';
import type { Fault } from './fault.js';
import { bringsAccessToken } from './spoiled-token.js';

export const missingMembers: Fault = {
  id: 'missing-members',
  group: 'protocol',
  title: 'token answers without a member',
  parameters: [{ name: 'name', means: 'the member that is left out', default: 'access_token' }],
  concerns: bringsAccessToken,
  spoil(answer, { name }) {
    const { [String(name)]: _, ...rest } = jsonOf(answer) ?? {};
    return withJson(answer, rest);
  },
};
