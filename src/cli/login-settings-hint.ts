import type { AuthctlError } from '../errors.js';

/** Options of `authctl login`, as its hints name them, and what `login:` of authctl.yaml calls the same. */
const SETTINGS: readonly (readonly [RegExp, string])[] = [
  [
    /^check the user name and the password, then repeat .*$/s,
    'check `password:` of the subject, and `body:`',
  ],
  [/send it as --username-field email/, 'send it as `body: { email: "{{username}}", ... }`'],
  [/the server argument and --path/, '`server:` and `path:`'],
  [/--flow (json|form|session)/g, '`flow: $1`'],
  [/--flow:/g, '`flow:`:'],
  [/--flow/g, '`flow:`'],
  [/--path/g, '`path:`'],
  [/--token-pointer/g, '`token:`'],
  [/--token-from/g, '`tokenFrom:`'],
  [/--login-page/g, '`loginPage:`'],
];

/** What a person can do about a login of `authctl.yaml` that failed: the hint of `authctl login`, in words of the file. */
export function loginSettingsHint({ code, hint = '' }: AuthctlError): string {
  const inSettings = SETTINGS.reduce((text, [option, setting]) => text.replace(option, setting), hint);
  if (code === 'SERVER_UNREACHABLE') return inSettings;
  const where = 'how this API takes a login stands under `login:` of authctl.yaml: see `authctl help oracle`';
  return inSettings === '' ? where : `${inSettings}; ${where}`;
}
