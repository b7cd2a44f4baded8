import { closest, distance } from 'fastest-levenshtein';

/** The known word that was probably meant: two letters changed places, or at most a third of its letters differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = word.toLowerCase();
  const turned = known.find((each) => isTurned(lower, each.toLowerCase()));
  if (turned !== undefined) return turned;
  const candidate = closest(
    lower,
    known.map((each) => each.toLowerCase()),
  );
  if (distance(lower, candidate) > Math.max(1, Math.floor(candidate.length / 3))) return undefined;
  return known.find((each) => each.toLowerCase() === candidate);
}

/** Whether the words differ in that two neighbouring letters changed places, which counts as two changes otherwise. */
function isTurned(word: string, other: string): boolean {
  if (word.length !== other.length) return false;
  const at = [...word].findIndex((letter, index) => letter !== other[index]);
  return (
    at >= 0 &&
    word[at] === other[at + 1] &&
    word[at + 1] === other[at] &&
    word.slice(at + 2) === other.slice(at + 2)
  );
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
