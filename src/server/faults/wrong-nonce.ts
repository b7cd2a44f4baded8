import type { Fault } from './fault.js';
import { bringsToken, reissued } from './spoiled-token.js';

export const wrongNonce: Fault = {
  id: 'wrong-nonce',
  group: 'protocol',
  title: 'ID tokens with another nonce than the client sent',
  concerns: bringsToken('id_token'),
  spoil: (answer, _parameters, context) =>
    reissued(
      answer,
      context,
      ({ header, claims }) => ({ header, claims: { ...claims, nonce: 'another-nonce' } }),
      ['id_token'],
    ),
};
