/** What one pass over a JSON text tells of it, without a look at what its names and numbers are. */
export interface JsonOutline {
  /** Levels of brackets. */
  readonly depth: number;
  /** Names of members, each as often as it is written. */
  readonly names: number;
  /** Whether there is a number that a double may not hold exactly. Whether it does is for a closer look. */
  readonly mayBeImprecise: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const [OPEN_BRACKET, CLOSE_BRACKET] = [0x5b, 0x5d];
const [OPEN_BRACE, CLOSE_BRACE] = [0x7b, 0x7d];
const [PLUS, MINUS, POINT] = [0x2b, 0x2d, 0x2e];
const [ZERO, NINE] = [0x30, 0x39];
const [LARGE_E, SMALL_E] = [0x45, 0x65];

/** Integers of so few digits are exact in a double, which holds all up to 2^53, of 16 digits. */
const EXACT_LENGTH = 15;

/** @param text - known to be JSON; time grows with its length alone. */
export function outlineOf(text: string): JsonOutline {
  let [level, depth, names, mayBeImprecise] = [0, 0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COLON) names += 1;
    else if (isOpening(code)) depth = Math.max(depth, ++level);
    else if (isClosing(code)) level -= 1;
    else if (startsNumber(code)) {
      const end = endOfNumber(text, at);
      mayBeImprecise ||= end - at > EXACT_LENGTH || hasExponent(text, at, end);
      at = end - 1;
    }
  }
  return { depth, names, mayBeImprecise };
}

const isOpening = (code: number): boolean => code === OPEN_BRACE || code === OPEN_BRACKET;
const isClosing = (code: number): boolean => code === CLOSE_BRACE || code === CLOSE_BRACKET;
const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
const startsNumber = (code: number): boolean => isDigit(code) || code === MINUS;

/** Where the quote stands that ends the string; the text's length where none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

/** An odd number of backslashes before it: two of them are one that is escaped itself. */
function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === BACKSLASH) start -= 1;
  return (at - start) % 2 === 1;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (isOfNumber(text.charCodeAt(end))) end += 1;
  return end;
}

/** Digits, signs, the point and the exponent's letter. */
const isOfNumber = (code: number): boolean =>
  isDigit(code) || code === POINT || code === PLUS || code === MINUS || isExponent(code);

const isExponent = (code: number): boolean => code === SMALL_E || code === LARGE_E;

function hasExponent(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (isExponent(text.charCodeAt(at))) return true;
  return false;
}
