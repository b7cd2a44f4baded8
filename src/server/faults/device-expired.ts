import type { Fault } from './fault.js';
import { isPending, tokenError } from './token-errors.js';

export const deviceExpired: Fault = {
  id: 'device-expired',
  group: 'protocol',
  title: 'a device code ends while the device waits',
  concerns: isPending,
  spoil: (answer) => tokenError(answer, 'expired_token', 'the device code has expired'),
};
