import { describeFlaw, type Flaw, type FlawId, type Severity } from '../../finding.js';
import type { Match, TokenRule } from '../rule.js';
import { rfc, rfc8725bis, type Source } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** Where each part of a token stands in what `decode --json` prints. */
const PLACES: Readonly<Record<string, string>> = {
  header: '/header',
  payload: '/payload',
  signature: '/signature',
};

/** A rule that the parser has already judged: it notes a flaw wherever it had to be tolerant. */
function flawRule(
  id: FlawId,
  severity: Severity,
  title: string,
  sources: readonly [Source, ...Source[]],
  advice: string,
): TokenRule {
  return { id, title, severity, about: 'token', sources, advice, judge: (subject) => flawsOf(subject, id) };
}

function flawsOf({ token, jws }: TokenSubject, id: FlawId): readonly Match[] {
  const flaws: readonly Flaw[] = jws?.flaws ?? (token?.format === 'jwe' ? token.flaws : []);
  return flaws
    .filter((flaw) => flaw.id === id)
    .map((flaw) => ({ message: describeFlaw(flaw), at: PLACES[flaw.part] ?? '' }));
}

export const formatIllegalChar = flawRule(
  'format.illegal-char',
  'high',
  'a character that no token may hold',
  [rfc(7515, '2'), rfc8725bis('3.14')],
  'write base64url: A-Z a-z 0-9 - _, without white space or line ends',
);

export const formatPadding = flawRule(
  'format.padding',
  'medium',
  'base64url with padding',
  [rfc(7515, '2')],
  'leave out the trailing `=`; AWS load balancers add it, and most verifiers refuse such a token',
);

export const formatNoncanonicalBits = flawRule(
  'format.noncanonical-bits',
  'low',
  'the same bytes written another way',
  [rfc(4648, '3.5')],
  'set the unused bits of the last character to zero, and refuse tokens where they are not',
);

export const formatNotUtf8 = flawRule(
  'format.not-utf8',
  'high',
  'JSON that is not UTF-8',
  [rfc(8725, '3.7')],
  'encode header and claims as UTF-8',
);

export const formatBom = flawRule(
  'format.bom',
  'high',
  'JSON with a byte order mark',
  [rfc(8725, '3.7'), rfc(8259, '8.1')],
  'encode header and claims as UTF-8 without a byte order mark',
);

export const formatPayloadNotObject = flawRule(
  'format.payload-not-object',
  'high',
  'a payload without claims',
  [rfc(7519, '7.2')],
  'make the payload a JSON object of claims',
);

export const formatDuplicateHeader = flawRule(
  'format.duplicate-header',
  'high',
  'a header parameter that is there twice',
  [rfc(7515, '4')],
  'name every header parameter once: libraries disagree on which of two counts',
);

export const formatDuplicateClaim = flawRule(
  'format.duplicate-claim',
  'high',
  'a claim that is there twice',
  [rfc(7519, '4')],
  'name every claim once: libraries disagree on which of two counts',
);

export const formatNumberPrecision = flawRule(
  'format.number-precision',
  'low',
  'a number that does not survive parsing',
  [rfc(7493, '2.2')],
  'write ids and other large numbers as strings',
);
