import { everyAnswer, type Fault } from './fault.js';

export const drip: Fault = {
  id: 'drip',
  group: 'transport',
  title: 'the content comes a byte at a time',
  parameters: [{ name: 'ms', means: 'milliseconds between two bytes', default: 1000 }],
  concerns: everyAnswer,
  spoil: (answer, { ms }) => ({
    ...answer,
    transmission: { kind: 'slow', intervalMs: Number(ms) },
  }),
};
