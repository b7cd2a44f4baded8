import { everyAnswer, type Fault } from './fault.js';

export const status: Fault = {
  id: 'status',
  group: 'transport',
  title: 'another status, with an error in the content',
  parameters: [{ name: 'code', means: 'the status', default: 503 }],
  concerns: everyAnswer,
  spoil: (answer, { code }) => ({
    ...answer,
    status: Number(code),
    headers: { ...answer.headers, 'content-type': 'application/json' },
    content: JSON.stringify({ error: 'fault', error_description: 'the server was told to fail' }),
  }),
};
