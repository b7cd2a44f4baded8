import { everyAnswer, type Fault } from './fault.js';

export const endless: Fault = {
  id: 'endless',
  group: 'transport',
  title: 'content that never ends',
  concerns: everyAnswer,
  spoil: (answer) => ({ ...answer, transmission: { kind: 'endless' } }),
};
