import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Columns that a text takes on a terminal: 2 for a wide character (East Asian, emoji), 0 for one that combines.
 *
 * @param text - as it will be written, so already through `visible` where it comes from outside.
 * @see Unicode Standard Annex 11 (East Asian Width), Annex 29 (text segmentation)
 */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** The text with spaces after it up to a width; unchanged where it is wider. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** As many whole characters from the start of a text as fit a width. */
export function startOf(text: string, width: number): string {
  return take(charactersOf(text), width).join('');
}

/**
 * Cuts a text that is too wide in the middle, because the end of a path tells more than what comes before it.
 *
 * @param ellipsis - stands where something was cut; left out where not even a character would fit beside it.
 */
export function cutMiddle(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  const room = width - displayWidth(ellipsis);
  if (room < 2) return startOf(text, width);
  const characters = charactersOf(text);
  const head = take(characters, Math.floor(room / 2));
  const tail = take(characters.toReversed(), room - displayWidth(head.join(''))).toReversed();
  return head.join('') + ellipsis + tail.join('');
}

const charactersOf = (text: string): readonly string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment);

function take(characters: readonly string[], width: number): readonly string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += displayWidth(character);
    return used > width;
  });
  return end === -1 ? characters : characters.slice(0, end);
}
