import { everyAnswer, type Fault } from './fault.js';

export const truncate: Fault = {
  id: 'truncate',
  group: 'transport',
  title: 'the connection ends in the middle of the content',
  parameters: [{ name: 'bytes', means: 'bytes of the content that are sent', default: 10 }],
  concerns: everyAnswer,
  spoil: (answer, { bytes }) => ({
    ...answer,
    transmission: { kind: 'truncated', bytes: Number(bytes) },
  }),
};
