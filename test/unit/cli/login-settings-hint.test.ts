import { expect, test } from 'vitest';
import { loginSettingsHint } from '../../../src/cli/login-settings-hint.js';
import { AuthctlError } from '../../../src/errors.js';

const SEE = 'how this API takes a login stands under `login:` of authctl.yaml: see `authctl help oracle`';

test.for([
  {
    hint: 'check the user name and the password, then repeat `authctl login http://127.0.0.1:4455 --username agus`',
    is: `check \`password:\` of the subject, and \`body:\`; ${SEE}`,
  },
  {
    hint: 'name the route with --path, or another flow with --flow: form, session',
    is: `name the route with \`path:\`, or another flow with \`flow:\`: form, session; ${SEE}`,
  },
  {
    hint: 'log in with --flow session to keep the cookie',
    is: `log in with \`flow: session\` to keep the cookie; ${SEE}`,
  },
  {
    hint: 'say where the token is with --token-pointer, such as /data/access_token',
    is: `say where the token is with \`token:\`, such as /data/access_token; ${SEE}`,
  },
  { hint: undefined, is: SEE },
])('$hint', ({ hint, is }) => {
  expect(loginSettingsHint(new AuthctlError('ANSWER_UNUSABLE', 'x', { hint }))).toBe(is);
});

test('what is no matter of settings stays as it is', () => {
  const error = new AuthctlError('SERVER_UNREACHABLE', 'x', { hint: 'check that it runs' });
  expect(loginSettingsHint(error)).toBe('check that it runs');
});
