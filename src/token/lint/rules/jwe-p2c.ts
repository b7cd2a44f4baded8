import type { JsonValue } from '../../json.js';
import { judgeParameter } from '../header-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc, rfc8725bis } from '../source.js';

/** Twice what is advised for PBKDF2 today; more is there to keep the recipient busy. */
const MOST = 1_200_000;
const LEAST = 1_000;

const isCount = (value: JsonValue): value is number => Number.isSafeInteger(value) && Number(value) > 0;

export const jweP2cHigh: TokenRule = {
  id: 'jwe.p2c-high',
  title: 'a password derivation that never ends',
  severity: 'high',
  about: 'token',
  sources: [rfc8725bis('3.13'), rfc8725bis('2.10')],
  advice: 'bound `p2c` before deriving anything: the sender says how long the recipient computes',
  judge: (subject) =>
    judgeParameter(subject, 'p2c', (p2c) =>
      typeof p2c === 'number' && p2c > MOST
        ? `the key takes ${quoted(p2c)} iterations to derive, more than ${MOST}`
        : undefined,
    ),
};

export const jweP2cLow: TokenRule = {
  id: 'jwe.p2c-low',
  title: 'a password derivation that is too quick',
  severity: 'medium',
  about: 'token',
  sources: [rfc(7518, '4.8.1.2'), rfc(8018, '4.2')],
  advice: 'use 600000 iterations: fewer let a password be guessed from the token',
  judge: (subject) =>
    judgeParameter(subject, 'p2c', (p2c) => {
      if (!isCount(p2c)) return typeof p2c === 'number' && p2c > MOST ? undefined : notACount(p2c);
      return p2c < LEAST ? `the key takes ${p2c} iterations to derive, fewer than ${LEAST}` : undefined;
    }),
};

const notACount = (p2c: JsonValue): string => `\`p2c\` is ${quoted(p2c)}, not a number of iterations`;
