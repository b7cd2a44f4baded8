import { closest, distance } from 'fastest-levenshtein';

/** The known word that was probably meant: at most a third of its letters differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = word.toLowerCase();
  const candidate = closest(
    lower,
    known.map((each) => each.toLowerCase()),
  );
  if (distance(lower, candidate) > Math.max(1, Math.floor(candidate.length / 3))) return undefined;
  return known.find((each) => each.toLowerCase() === candidate);
}

/** A hint that names the word that was probably meant, if there is one. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const meant = nearest(word, known);
  return meant === undefined ? undefined : `did you mean '${meant}'?`;
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
