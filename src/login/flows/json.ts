import { filledIn } from '../body-template.js';
import type { LoginFlow } from './flow.js';
import { judgeTokenAnswer } from './token-answer.js';

/** The name and the password as JSON; the answer holds a token. */
export const jsonFlow: LoginFlow = {
  name: 'json',
  summary: 'post JSON, get a token',
  defaultPath: '/login',
  plan: ({ method, url, body }, subject) => ({
    method,
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(filledIn(body, subject)),
  }),
  judge: judgeTokenAnswer,
};
