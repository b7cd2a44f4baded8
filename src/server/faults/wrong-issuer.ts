import type { Fault } from './fault.js';
import { bringsAccessToken, withClaims } from './spoiled-token.js';

export const wrongIssuer: Fault = {
  id: 'wrong-issuer',
  group: 'token',
  title: 'tokens that name another issuer',
  parameters: [{ name: 'value', means: 'the issuer', default: 'https://other.example' }],
  concerns: bringsAccessToken,
  spoil: (answer, { value }, context) =>
    withClaims(answer, context, (claims) => ({ ...claims, iss: String(value) })),
};
