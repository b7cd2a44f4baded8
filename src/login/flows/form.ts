import { formFields } from '../body-template.js';
import type { LoginFlow } from './flow.js';
import { judgeTokenAnswer } from './token-answer.js';

/** The name and the password as the fields of a form; the answer holds a token. */
export const formFlow: LoginFlow = {
  name: 'form',
  summary: 'post a form, get a token',
  defaultPath: '/login',
  plan: ({ method, url, body }, subject) => ({
    method,
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: formFields(body, subject).toString(),
  }),
  judge: judgeTokenAnswer,
};
