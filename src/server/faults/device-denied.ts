import type { Fault } from './fault.js';
import { isPending, tokenError } from './token-errors.js';

export const deviceDenied: Fault = {
  id: 'device-denied',
  group: 'protocol',
  title: 'a device is refused while it waits',
  concerns: isPending,
  spoil: (answer) => tokenError(answer, 'access_denied', 'the user refused'),
};
