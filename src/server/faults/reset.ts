import { everyAnswer, type Fault } from './fault.js';

export const reset: Fault = {
  id: 'reset',
  group: 'transport',
  title: 'the connection is reset before an answer',
  concerns: everyAnswer,
  spoil: (answer) => ({ ...answer, transmission: { kind: 'reset' } }),
};
