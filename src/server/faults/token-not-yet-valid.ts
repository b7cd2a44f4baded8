import type { Fault } from './fault.js';
import { bringsAccessToken, withClaims } from './spoiled-token.js';

export const tokenNotYetValid: Fault = {
  id: 'token-not-yet-valid',
  group: 'token',
  title: 'tokens that are not valid yet',
  parameters: [{ name: 'seconds', means: 'in how long they are', default: 3600 }],
  concerns: bringsAccessToken,
  spoil: (answer, { seconds }, context) =>
    withClaims(answer, context, (claims) => ({ ...claims, nbf: context.now + Number(seconds) })),
};
