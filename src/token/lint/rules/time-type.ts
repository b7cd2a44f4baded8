import type { Severity } from '../../finding.js';
import type { JsonValue } from '../../json.js';
import { judgeClaim, MILLISECONDS } from '../claim-rule.js';
import type { Match, TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** What is wrong with a claim as a number of seconds since the epoch. */
function faultOf(name: string, value: JsonValue): Omit<Match, 'at'> | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { message: `\`${name}\` is not a number of seconds` };
  }
  if (value < 0) return { message: `\`${name}\` lies before 1970` };
  if (value >= MILLISECONDS) {
    return { message: `\`${name}\` seems to be in milliseconds; seconds are meant` };
  }
  if (Number.isInteger(value)) return undefined;
  return { message: `\`${name}\` has a fraction of a second, which some verifiers refuse`, severity: 'low' };
}

/** A time that must be a number of seconds. */
function timeRule(name: string, severity: Severity): TokenRule {
  return {
    id: `${name}.type`,
    title: 'a time that is misread',
    severity,
    about: 'token',
    sources: [rfc(7519, '2'), rfc(7519, '4.1')],
    advice: `write \`${name}\` as a whole number of seconds since 1970`,
    judge: (subject) => judgeClaim(subject, name, (value) => faultOf(name, value)),
  };
}

/** The worst: some verifiers take what they cannot read for a token that never expires. */
export const expType = timeRule('exp', 'high');
export const nbfType = timeRule('nbf', 'high');
export const iatType = timeRule('iat', 'medium');
export const authTimeType = timeRule('auth_time', 'medium');
export const updatedAtType = timeRule('updated_at', 'low');
