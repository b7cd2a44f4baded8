import type { Fault } from './fault.js';
import { isPending, tokenError } from './token-errors.js';

export const slowDown: Fault = {
  id: 'slow-down',
  group: 'protocol',
  title: 'a device that waits is told to ask less often',
  concerns: isPending,
  spoil: (answer) => tokenError(answer, 'slow_down', 'ask less often'),
};
