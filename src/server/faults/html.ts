import { everyAnswer, type Fault } from './fault.js';

export const html: Fault = {
  id: 'html',
  group: 'transport',
  title: 'a page in HTML instead of JSON, as a proxy sends it',
  parameters: [{ name: 'code', means: 'the status', default: 200 }],
  concerns: everyAnswer,
  spoil: (answer, { code }) => ({
    ...answer,
    status: Number(code),
    headers: { ...answer.headers, 'content-type': 'text/html; charset=utf-8' },
    content: '<!DOCTYPE html><title>Welcome</title><h1>Please log in to the network</h1>',
  }),
};
