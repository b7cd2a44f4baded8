import type { Weakness } from './weakness.js';

export const userEnumeration: Weakness = {
  id: 'user-enumeration',
  title: 'user enumeration',
  cwe: 204,
  owasp: 'API2:2023',
  summary: 'a failed login says whether the name or the password was wrong, and so who has an account',
  routes: () => ['POST /login', 'POST /session'],
  find: 'authctl probe --checks: user-enumeration; authctl login --username nobody, and --username agus with a wrong password, are told different reasons',
  apply: (policy) => ({
    ...policy,
    loginRefusal: (username, users) =>
      users.named(username)
        ? { error: 'wrong_password', why: 'the password is wrong' }
        : { error: 'unknown_user', why: 'there is no such user' },
  }),
};
