import { memberOf } from '../../json.js';
import { rfc, type Source } from '../../lint/source.js';
import { type ClaimsAtHand, claimMutation } from '../claim-change.js';
import type { Changes } from '../compose.js';
import type { Expected, JwsMutation } from '../mutation.js';

const HOUR = 3600;

const EXPIRES = 'the server does not judge `exp` as RFC 7519 wants it, so a token lives longer than it may';

/** `exp` of the token, else an hour from now. */
const expOf = ({ claims, materials }: ClaimsAtHand): number => {
  const exp = memberOf(claims, 'exp');
  return typeof exp === 'number' ? exp : materials.now + HOUR;
};

function timed(
  name: string,
  title: string,
  tests: string,
  changes: (at: ClaimsAtHand) => Changes,
  whenSigned: Expected = 'refuse',
  source: Source = rfc(7519, '4.1.4'),
): JwsMutation {
  return claimMutation({
    id: `time.${name}`,
    title,
    tests,
    sources: [source],
    whenSigned,
    changes: (at) => ({ '': changes(at) }),
  });
}

/** Tokens whose times are past, to come, or no times. */
export const time: readonly JwsMutation[] = [
  timed('expired', 'expired an hour ago', EXPIRES, ({ materials: { now } }) => ({
    iat: now - 2 * HOUR,
    nbf: undefined,
    exp: now - HOUR,
  })),
  timed('exp-removed', '`exp` is missing', EXPIRES, () => ({ exp: undefined }), 'refuse', rfc(9068, '2.2')),
  timed('exp-string', '`exp` is text', EXPIRES, (at) => ({ exp: String(expOf(at)) })),
  timed(
    'exp-max',
    '`exp` is the largest whole number of JavaScript',
    EXPIRES,
    () => ({ exp: Number.MAX_SAFE_INTEGER }),
    'either',
  ),
  timed('exp-zero', '`exp` is 0', EXPIRES, () => ({ exp: 0 })),
  timed('exp-negative', '`exp` is -1', EXPIRES, () => ({ exp: -1 })),
  timed('exp-ms', '`exp` is in milliseconds', EXPIRES, (at) => ({ exp: expOf(at) * 1000 }), 'either'),
  timed(
    'nbf-future',
    'valid only in an hour',
    'the server does not judge `nbf`',
    ({ materials: { now } }) => ({ nbf: now + HOUR, exp: now + 2 * HOUR }),
    'refuse',
    rfc(7519, '4.1.5'),
  ),
  timed(
    'nbf-removed',
    '`nbf` is missing',
    'the server needs `nbf`, or fails without it',
    () => ({ nbf: undefined }),
    'either',
    rfc(7519, '4.1.5'),
  ),
  timed(
    'iat-future',
    'issued in an hour',
    'the server believes a clock that is not its own',
    ({ materials: { now } }) => ({ iat: now + HOUR, exp: now + 2 * HOUR }),
    'either',
    rfc(7519, '4.1.6'),
  ),
];
