import { everyAnswer, type Fault } from './fault.js';

export const throttle: Fault = {
  id: 'throttle',
  group: 'transport',
  title: '429 with Retry-After',
  parameters: [{ name: 'seconds', means: 'what Retry-After says', default: 1 }],
  concerns: everyAnswer,
  spoil: (answer, { seconds }) => ({
    ...answer,
    status: 429,
    headers: { ...answer.headers, 'content-type': 'application/json', 'retry-after': String(seconds) },
    content: JSON.stringify({ error: 'too_many_requests', error_description: 'slow down' }),
  }),
};
