import type { Fault } from './fault.js';
import { bringsAccessToken, withClaims } from './spoiled-token.js';

export const tokenExpired: Fault = {
  id: 'token-expired',
  group: 'token',
  title: 'tokens that have expired already',
  parameters: [{ name: 'seconds', means: 'how long ago', default: 60 }],
  concerns: bringsAccessToken,
  spoil: (answer, { seconds }, context) =>
    withClaims(answer, context, (claims) => ({
      ...claims,
      iat: context.now - Number(seconds) - 60,
      exp: context.now - Number(seconds),
    })),
};
