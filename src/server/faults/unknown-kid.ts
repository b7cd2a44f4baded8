import type { Fault } from './fault.js';
import { bringsAccessToken, reissued } from './spoiled-token.js';

export const unknownKid: Fault = {
  id: 'unknown-kid',
  group: 'token',
  title: 'tokens that name a key which is not published',
  parameters: [{ name: 'value', means: 'the kid', default: 'unknown' }],
  concerns: bringsAccessToken,
  spoil: (answer, { value }, context) =>
    reissued(answer, context, ({ header, claims }) => ({
      header: { ...header, kid: String(value) },
      claims,
    })),
};
