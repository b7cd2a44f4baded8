import type { DriftKind } from '../probe/matrix/change.js';
import type { Finding, FindingClass } from '../probe/result.js';

/** What a kind of finding is, and what to do about it. Backticks stand for code. */
export interface FindingRule {
  readonly title: string;
  readonly means: string;
  readonly advice: string;
  readonly severity: Finding['severity'];
  /** MITRE CWE number. */
  readonly cwe: number | null;
  /** Number of the risk in the OWASP API Security Top 10 (2023). */
  readonly owasp: Risk | null;
}

/** The risks that findings belong to, by their number, with the last part of their page's address. */
export const risks = {
  1: 'broken-object-level-authorization',
  2: 'broken-authentication',
  3: 'broken-object-property-level-authorization',
  5: 'broken-function-level-authorization',
  8: 'security-misconfiguration',
  9: 'improper-inventory-management',
} as const;

type Risk = keyof typeof risks;

/** Every class of findings: for `sarif`, whose rules carry help with them. */
export const findingRules = {
  exposed: {
    title: 'Open without credentials',
    means: 'A caller without credentials is let through where the policy or the description asks for some.',
    advice: 'Guard the route, or declare it public where it is meant to be: `allow: any`.',
    severity: 'critical',
    cwe: 306,
    owasp: 2,
  },
  'privilege-escalation': {
    title: 'A role reaches what is not meant for it',
    means: 'A subject is let through though its role is not among those that may.',
    advice:
      'Check the role on the server, in the route itself; add the role to `allow:` where it may after all.',
    severity: 'high',
    cwe: 285,
    owasp: 5,
  },
  bola: {
    title: "A subject reaches somebody else's object",
    means:
      'A subject that may reach objects of its own, or under a condition, reaches one for which that does not hold.',
    advice:
      'Compare the owner of the object with the caller in every query that loads it by an id from the request.',
    severity: 'high',
    cwe: 639,
    owasp: 1,
  },
  bopla: {
    title: 'The body holds members that must not be there',
    means: 'An answer shows members that `forbiddenFields:` names for this role.',
    advice: 'Answer with a list of members that the role may see, instead of the stored object.',
    severity: 'high',
    cwe: 213,
    owasp: 3,
  },
  'over-restricted': {
    title: 'Somebody who may is denied',
    means: 'A subject whose role is meant to be let through is denied.',
    advice: 'Grant the role access on the server, or take it out of `allow:`.',
    severity: 'medium',
    cwe: null,
    owasp: null,
  },
  'wrong-denial': {
    title: 'Denied in another way than meant',
    means:
      'A denial is right, but its kind is not the one that `deny:` demands: 404 hides that there is something, 403 tells.',
    advice: 'Answer with the status that `deny:` names.',
    severity: 'low',
    cwe: 204,
    owasp: null,
  },
  'undocumented-public': {
    title: 'Public, and described as guarded',
    means: 'The route is open as the policy says, and the description says that it needs credentials.',
    advice: 'Declare `security: []` on the operation.',
    severity: 'medium',
    cwe: null,
    owasp: 9,
  },
  'spec-lies': {
    title: 'The description says otherwise than the API does',
    means: 'The API does what the policy says, and the description declares something else.',
    advice: 'Change `security` of the operation.',
    severity: 'low',
    cwe: null,
    owasp: 9,
  },
  'policy-spec-conflict': {
    title: 'Policy and description disagree',
    means: 'The policy in `authctl.yaml` and the description declare different access.',
    advice: 'Decide which of them is right, and change the other one.',
    severity: 'info',
    cwe: null,
    owasp: 9,
  },
  'undeclared-route': {
    title: 'Served, and not described',
    means: 'A route that the description does not have is served.',
    advice: 'Describe the route, or take it away.',
    severity: 'low',
    cwe: 1059,
    owasp: 9,
  },
  'soft-denial': {
    title: 'Denied with a success status',
    means:
      'The status says that it went well; only the body says that it was denied. Caches, proxies and clients believe the status.',
    advice: 'Answer with 401 or 403.',
    severity: 'low',
    cwe: 393,
    owasp: 8,
  },
  parity: {
    title: 'Access depends on how one is logged in',
    means:
      'One subject is let through with a token and denied with a cookie session, or the other way round.',
    advice: 'Guard the route once, behind both ways to log in.',
    severity: 'high',
    cwe: 285,
    owasp: 5,
  },
  'parity-denial': {
    title: 'The denial depends on how one is logged in',
    means: 'One subject is denied in one way with a token, and in another with a cookie session.',
    advice: 'Answer both alike.',
    severity: 'low',
    cwe: 204,
    owasp: null,
  },
  'token-accepted': {
    title: 'A damaged credential is accepted',
    means:
      'A token is let through that a sound API refuses: unsigned, signed by anybody, expired, or meant for others.',
    advice:
      'Verify signature, algorithm, issuer, audience and lifetime of every token with a maintained library; `authctl verify` tells what that takes.',
    severity: 'critical',
    cwe: 287,
    owasp: 2,
  },
  'known-secret': {
    title: 'Tokens are signed with a secret that is on every list',
    means: 'Whoever tries well-known secrets can sign tokens for anybody.',
    advice: 'Sign with a random key of at least 256 bits, or with a private key.',
    severity: 'critical',
    cwe: 1391,
    owasp: 2,
  },
  'guard-bypass': {
    title: 'A guard is passed when the request is written in another way',
    means:
      'What was refused is let through as HEAD, with a slash behind the path, with another method or with a role in a header.',
    advice:
      'Guard what is served, after the request is normalized, and take roles from the credential alone.',
    severity: 'critical',
    cwe: 306,
    owasp: 2,
  },
  csrf: {
    title: 'Another site can write with the cookie',
    means: 'A request that changes something is taken as a page of another site would send it.',
    advice: 'Demand a CSRF token or check `Origin`, and set `SameSite` on the cookie.',
    severity: 'medium',
    cwe: 352,
    owasp: 8,
  },
  'mass-assignment': {
    title: 'Members that nobody may set are taken',
    means: 'A write with a privileged member, such as `role`, sets it.',
    advice: 'Take a fixed list of members from the body.',
    severity: 'critical',
    cwe: 915,
    owasp: 3,
  },
  'logout-ineffective': {
    title: 'What was logged out still counts',
    means: 'A session or a revoked token is let through after the logout.',
    advice: 'End the session on the server; look revoked tokens up.',
    severity: 'high',
    cwe: 613,
    owasp: 2,
  },
  'session-fixation': {
    title: 'A session id from before the login is kept',
    means: 'Whoever plants a session id in a browser shares the session of who logs in there.',
    advice: 'Give a new session id at every login.',
    severity: 'high',
    cwe: 384,
    owasp: 2,
  },
  'refresh-reuse': {
    title: 'A refresh token is taken twice',
    means: 'A stolen refresh token works beside the one that replaced it.',
    advice: 'Rotate refresh tokens, and end the session when an old one comes back (RFC 9700 section 4.14).',
    severity: 'medium',
    cwe: 294,
    owasp: 2,
  },
  'user-enumeration': {
    title: 'The login tells which names exist',
    means: 'A wrong password is answered otherwise than a name that nobody has.',
    advice: 'Answer both alike, and in the same time.',
    severity: 'low',
    cwe: 204,
    owasp: 2,
  },
  'pkce-optional': {
    title: 'The login goes on without PKCE',
    means: 'The authorization server takes a request without `code_challenge`.',
    advice: 'Demand PKCE of every client (RFC 9700 section 2.1.1).',
    severity: 'medium',
    cwe: 287,
    owasp: 2,
  },
  'redirect-uri': {
    title: 'The login leads to an address that was not registered',
    means: 'A redirect URI that only begins like a registered one is taken.',
    advice: 'Compare redirect URIs as whole strings (RFC 9700 section 2.1).',
    severity: 'high',
    cwe: 601,
    owasp: 2,
  },
} as const satisfies Record<FindingClass, FindingRule>;

const changed = {
  means: 'Access is another than recorded in the matrix that was committed.',
  advice: 'Mend the API; or record the access with `authctl probe --update`, and have the change reviewed.',
  cwe: null,
  owasp: null,
} as const;

/** Every kind of change since access was recorded. */
export const driftRules = {
  opened: { ...changed, title: 'Access was opened', severity: 'high', cwe: 285, owasp: 5 },
  tightened: { ...changed, title: 'Access was taken away', severity: 'medium' },
  'kind-changed': { ...changed, title: 'Denied in another way than recorded', severity: 'low' },
  'added-route': { ...changed, title: 'A route is not recorded', severity: 'medium' },
  'removed-route': { ...changed, title: 'A recorded route is gone', severity: 'low' },
  'added-role': { ...changed, title: 'A role is not recorded', severity: 'medium' },
  unprobed: { ...changed, title: 'Recorded access was not settled', severity: 'low' },
} as const satisfies Record<DriftKind, FindingRule>;
