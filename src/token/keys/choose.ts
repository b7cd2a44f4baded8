import type { Failure } from '../failure.js';
import type { VerificationKey } from './verification-key.js';

/** The keys that a signature may have been made with, or why there is none. */
export type Choice =
  | { readonly kind: 'keys'; readonly keys: readonly VerificationKey[] }
  | { readonly kind: 'none'; readonly failure: Failure };

/** Without a key id each of this many keys is tried at most. */
const MAX_TRIED = 16;

/**
 * Chooses by key id, then by algorithm. The key decides whether it may be used with the algorithm; the header only
 * says which one was used.
 *
 * @param kid - the header's key id. Keys without an id may be meant by any.
 */
export function chooseKeys(keys: readonly VerificationKey[], alg: string, kid: string | undefined): Choice {
  const named = kid === undefined ? keys : keys.filter((key) => key.kid === kid);
  const candidates = named.length > 0 ? named : keys.filter((key) => key.kid === undefined);
  if (candidates.length === 0) return none('key-not-found', notFound(keys, kid ?? ''));
  const able = candidates.filter((key) => key.algorithms.includes(alg));
  if (able.length === 0) return none('algorithm', unfit(candidates, alg));
  return { kind: 'keys', keys: able.slice(0, MAX_TRIED) };
}

const none = (code: Failure['code'], message: string): Choice => ({
  kind: 'none',
  failure: { code, message },
});

function notFound(keys: readonly VerificationKey[], kid: string): string {
  const ids = keys.flatMap((key) => (key.kid === undefined ? [] : [JSON.stringify(key.kid)]));
  return `no key has the id ${JSON.stringify(kid)}; there are ${ids.slice(0, MAX_TRIED).join(', ')}`;
}

function unfit(candidates: readonly VerificationKey[], alg: string): string {
  const [first] = candidates;
  const what = candidates.length === 1 && first ? `the key (${first.description}) is` : 'the keys are';
  const fit = [...new Set(candidates.flatMap((key) => key.algorithms))];
  return `the header says ${alg}, but ${what} for ${fit.join(', ')}`;
}
