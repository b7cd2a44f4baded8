import { jsonOf, withJson } from '../written-answer.js';
import type { Fault } from './fault.js';
import { bringsAccessToken, withClaims } from './spoiled-token.js';

export const shortLifetime: Fault = {
  id: 'short-lifetime',
  group: 'token',
  title: 'tokens that last hardly any time',
  parameters: [{ name: 'seconds', means: 'how long', default: 1 }],
  concerns: bringsAccessToken,
  async spoil(answer, { seconds }, context) {
    const exp = context.now + Number(seconds);
    const spoiled = await withClaims(answer, context, (claims) => ({ ...claims, exp }));
    return withJson(spoiled, { ...jsonOf(spoiled), expires_in: Number(seconds) });
  },
};
