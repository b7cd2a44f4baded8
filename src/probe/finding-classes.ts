import type { Cell, Finding, FindingClass } from './result.js';

/** What a class of findings is called elsewhere, and how much it matters. */
export interface FindingClassEntry {
  readonly severity: Finding['severity'];
  readonly cwe: number | null;
  readonly owasp: string | null;
  /** After the request and a colon: what happened, with the subjects in the place of `{who}`. */
  readonly message: string;
}

/** The classes of what cells show; those of checks stand in `checks/check-classes.ts`. With MITRE CWE numbers and categories of the OWASP API Security Top 10 (2023). */
export const findingClasses = {
  exposed: {
    severity: 'critical',
    cwe: 306,
    owasp: 'API2:2023',
    message: 'open to {who}, meant to be guarded',
  },
  'privilege-escalation': {
    severity: 'high',
    cwe: 285,
    owasp: 'API5:2023',
    message: '{who} may, though not meant to',
  },
  bola: {
    severity: 'high',
    cwe: 639,
    owasp: 'API1:2023',
    message: "{who} reaches somebody else's object",
  },
  bopla: {
    severity: 'high',
    cwe: 213,
    owasp: 'API3:2023',
    message: '{who} gets members that must not be there',
  },
  'over-restricted': {
    severity: 'medium',
    cwe: null,
    owasp: null,
    message: '{who} may not, though meant to',
  },
  'wrong-denial': {
    severity: 'low',
    cwe: 204,
    owasp: null,
    message: '{who} is denied, but not in the way that is meant',
  },
  'undocumented-public': {
    severity: 'medium',
    cwe: null,
    owasp: 'API9:2023',
    message: 'open to {who} as the policy says, described as guarded',
  },
  'spec-lies': {
    severity: 'low',
    cwe: null,
    owasp: 'API9:2023',
    message: 'the description says otherwise than the API does for {who}',
  },
  'policy-spec-conflict': {
    severity: 'info',
    cwe: null,
    owasp: 'API9:2023',
    message: 'policy and description disagree on {who}',
  },
  'undeclared-route': {
    severity: 'low',
    cwe: 1059,
    owasp: 'API9:2023',
    message: 'served to {who}, and not described',
  },
  'soft-denial': {
    severity: 'low',
    cwe: 393,
    owasp: 'API8:2023',
    message: 'denied with a success status, and the truth only in the body: {who}',
  },
} as const satisfies Partial<Record<FindingClass, FindingClassEntry>>;

/** A class of what cells show. */
export type CellFindingClass = keyof typeof findingClasses;

/** Whether a finding of this class is an answer of no, whatever the outcome of its cells. */
export const failsByItself = (name: FindingClass): boolean =>
  name !== 'parity-denial' && !Object.hasOwn(findingClasses, name);

/**
 * The class of a cell whose outcome is a violation of what is meant.
 *
 * @param conditional - the subject's role may, under a condition that does not hold here.
 */
export function violationClass(cell: Cell, anonymous: boolean, conditional: boolean): CellFindingClass {
  if (cell.verdict === 'deny') return cell.expected?.verdict === 'allow' ? 'over-restricted' : 'wrong-denial';
  if (anonymous) return 'exposed';
  return conditional ? 'bola' : 'privilege-escalation';
}
