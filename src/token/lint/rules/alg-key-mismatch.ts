import { type JsonObject, memberOf } from '../../json.js';
import { judgeText } from '../header-rule.js';
import { algorithmFitsKey, keyInWords } from '../key-fit.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** The key that the token names is for something else: the shape of an algorithm confusion. */
export const algKeyMismatch: TokenRule = {
  id: 'alg.key-mismatch',
  title: 'an algorithm that does not belong to the key',
  severity: 'critical',
  about: 'token',
  sources: [rfc(8725, '3.1'), rfc(8725, '2.1')],
  advice: 'refuse this token: take the algorithm from the key, never from the header',
  judge: (subject) =>
    judgeText(subject, 'alg', (alg, header, { part }) => {
      const candidates = part === null ? [] : candidatesFor(header, subject.keys);
      const [first] = candidates;
      if (first === undefined || candidates.some((key) => algorithmFitsKey(alg, key))) return undefined;
      const which =
        candidates.length === 1 ? `the key is ${keyInWords(first)}` : 'no key of the set is for that';
      return `\`alg\` is ${alg}, but ${which}`;
    }),
};

/** The keys that the header can mean: those with its `kid`, else all that are there. */
function candidatesFor(header: JsonObject, keys: readonly JsonObject[]): readonly JsonObject[] {
  const kid = memberOf(header, 'kid');
  const named = kid === undefined ? [] : keys.filter((key) => memberOf(key, 'kid') === kid);
  return named.length > 0 ? named : keys;
}
