import type { Finding, FindingClass } from '../result.js';

/** What a check that fails shows. */
export interface CheckClass {
  readonly class: FindingClass;
  readonly cwe: number;
  readonly owasp: string;
  readonly severity: Finding['severity'];
  /** After the requests and a colon; `{what}` stands for the titles and ids. */
  readonly message: string;
  /** Whether it is about logging in, and not about the route that showed it. */
  readonly ofLogins?: true;
}

const TOKEN: CheckClass = {
  class: 'token-accepted',
  cwe: 287,
  owasp: 'API2:2023',
  severity: 'critical',
  message: 'accepts {what}',
};

/** A guard that is passed by a request that says the same in another way. */
const BYPASS: CheckClass = {
  class: 'guard-bypass',
  cwe: 306,
  owasp: 'API2:2023',
  severity: 'critical',
  message: 'was refused, and is let through with {what}',
};

const signature: CheckClass = { ...TOKEN, cwe: 347 };

/** By family: the part of a check's id before the first dot, or the whole id. MITRE CWE numbers. */
const classes: Readonly<Record<string, CheckClass>> = {
  none: signature,
  alg: signature,
  sig: signature,
  ecdsa: signature,
  hmac: { ...signature, cwe: 1391 },
  confusion: signature,
  jwk: signature,
  x5c: signature,
  x5t: signature,
  trailing: signature,
  'json-serialization': signature,
  dup: signature,
  'known-secret': {
    ...TOKEN,
    class: 'known-secret',
    cwe: 1391,
  },
  kid: { ...TOKEN, cwe: 22 },
  time: { ...TOKEN, cwe: 613 },
  aud: { ...TOKEN, cwe: 345 },
  iss: { ...TOKEN, cwe: 346 },
  'token-in-query': { ...TOKEN, cwe: 598, severity: 'medium' },
  'request.head': BYPASS,
  'request.trailing-slash': BYPASS,
  'request.role-header': { ...BYPASS, cwe: 807, owasp: 'API5:2023' },
  'request.method-override': { ...BYPASS, cwe: 650, owasp: 'API5:2023' },
  csrf: {
    class: 'csrf',
    cwe: 352,
    owasp: 'API8:2023',
    severity: 'medium',
    message: 'takes what is {what}',
  },
  'csrf.same-site': {
    class: 'csrf',
    cwe: 352,
    owasp: 'API8:2023',
    severity: 'low',
    message: 'takes what is {what}',
  },
  'mass-assignment': {
    class: 'mass-assignment',
    cwe: 915,
    owasp: 'API3:2023',
    severity: 'critical',
    message: 'takes {what}',
  },
  logout: {
    class: 'logout-ineffective',
    cwe: 613,
    owasp: 'API2:2023',
    severity: 'high',
    message: 'still lets {what} through',
  },
  'session-fixation': {
    class: 'session-fixation',
    cwe: 384,
    owasp: 'API2:2023',
    severity: 'high',
    message: 'keeps {what}',
    ofLogins: true,
  },
  'refresh-reuse': {
    class: 'refresh-reuse',
    cwe: 294,
    owasp: 'API2:2023',
    severity: 'medium',
    message: 'the token endpoint takes {what}',
    ofLogins: true,
  },
  'user-enumeration': {
    class: 'user-enumeration',
    cwe: 204,
    owasp: 'API2:2023',
    severity: 'low',
    message: 'a wrong password is answered otherwise than {what}',
    ofLogins: true,
  },
  'pkce-optional': {
    class: 'pkce-optional',
    cwe: 287,
    owasp: 'API2:2023',
    severity: 'medium',
    message: 'goes on with {what}',
  },
  'redirect-uri': {
    class: 'redirect-uri',
    cwe: 601,
    owasp: 'API2:2023',
    severity: 'high',
    message: 'goes on with {what}',
  },
};

/** Of a mutation its family, `none` of `none.array`: what one mistake lets through. */
export function familyOf(check: string): string {
  if (Object.hasOwn(classes, check)) return check;
  return check.split(/[.:]/)[0] ?? check;
}

export const classOfCheck = (family: string): CheckClass =>
  Object.hasOwn(classes, family) ? (classes[family] as CheckClass) : TOKEN;
