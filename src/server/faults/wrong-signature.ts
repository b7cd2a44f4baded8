import type { Fault } from './fault.js';
import { bringsAccessToken, rewritten } from './spoiled-token.js';

export const wrongSignature: Fault = {
  id: 'wrong-signature',
  group: 'token',
  title: 'tokens whose signature does not verify',
  concerns: bringsAccessToken,
  spoil: (answer) => rewritten(answer, otherSignature),
};

/** As long as before, every bit of it the other way round. */
function otherSignature(token: string): string {
  const parts = token.split('.');
  const flipped = Buffer.from(parts[2] ?? '', 'base64url').map((byte) => byte ^ 0xff);
  return [parts[0], parts[1], Buffer.from(flipped).toString('base64url')].join('.');
}
