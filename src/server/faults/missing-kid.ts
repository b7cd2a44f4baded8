import type { Fault } from './fault.js';
import { bringsAccessToken, reissued } from './spoiled-token.js';

export const missingKid: Fault = {
  id: 'missing-kid',
  group: 'token',
  title: 'tokens that name no key',
  concerns: bringsAccessToken,
  spoil: (answer, _parameters, context) =>
    reissued(answer, context, ({ header: { kid: _, ...header }, claims }) => ({ header, claims })),
};
