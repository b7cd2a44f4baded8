import { everyAnswer, type Fault } from './fault.js';

export const latency: Fault = {
  id: 'latency',
  group: 'transport',
  title: 'an answer that comes late',
  parameters: [{ name: 'ms', means: 'milliseconds', default: 1000 }],
  concerns: everyAnswer,
  spoil: (answer, { ms }) => ({ ...answer, delayMs: Number(ms) }),
};
