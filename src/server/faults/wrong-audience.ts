import type { Fault } from './fault.js';
import { bringsAccessToken, withClaims } from './spoiled-token.js';

export const wrongAudience: Fault = {
  id: 'wrong-audience',
  group: 'token',
  title: 'tokens that are meant for another API',
  parameters: [{ name: 'value', means: 'the audience', default: 'https://other.example' }],
  concerns: bringsAccessToken,
  spoil: (answer, { value }, context) =>
    withClaims(answer, context, (claims) => ({ ...claims, aud: String(value) })),
};
