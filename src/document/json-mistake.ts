/** One token of JSON, after white space (RFC 8259 sections 2 to 7). */
const TOKEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a string may not hold them
  /[ \t\n\r]*(?:("(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])|(?:true|false|null)\b)|([{}[\],:]))/y;

type State = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

export interface JsonMistake {
  readonly offset: number;
  /** What would have been right there. */
  readonly expected: string;
}

/** Where a text stops being JSON; its end for one that is JSON. Needs no call stack, whatever the nesting. */
export function firstMistake(text: string): JsonMistake {
  const open: string[] = [];
  let state: State = 'value';
  let offset = 0;
  for (;;) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (!match) return { offset: skipSpace(text, offset), expected: expectedIn(state, open) };
    const token = kindOf(match);
    const next = stateAfter(state, token, open);
    if (!next) return { offset: skipSpace(text, offset), expected: expectedIn(state, open) };
    state = next;
    offset = TOKEN.lastIndex;
  }
}

const kindOf = ([, string, word, mark = '']: RegExpExecArray): string => {
  if (string !== undefined) return 'string';
  return word !== undefined ? 'word' : mark;
};

/** What may follow, for each state and token; `opened` and `done` are settled by what is open. */
const TRANSITIONS: Readonly<Record<State, Readonly<Record<string, State | 'opened' | 'done' | 'item'>>>> = {
  value: { string: 'done', word: 'done', '{': 'opened', '[': 'opened' },
  'value-or-close': { string: 'done', word: 'done', '{': 'opened', '[': 'opened' },
  key: { string: 'colon' },
  'key-or-close': { string: 'colon' },
  colon: { ':': 'value' },
  'comma-or-close': { ',': 'item' },
  end: {},
};

/** The state behind a token, or undefined where it may not stand; `open` follows what is opened and closed. */
function stateAfter(state: State, token: string, open: string[]): State | undefined {
  const closed = (): State => (open.length === 0 ? 'end' : 'comma-or-close');
  if (state.endsWith('or-close') && token === CLOSING[open.at(-1) ?? '']) {
    open.pop();
    return closed();
  }
  const next = TRANSITIONS[state][token];
  if (next === 'done') return closed();
  if (next === 'item') return open.at(-1) === '{' ? 'key' : 'value';
  if (next !== 'opened') return next;
  open.push(token);
  return token === '{' ? 'key-or-close' : 'value-or-close';
}

function expectedIn(state: State, open: readonly string[]): string {
  const close = `'${CLOSING[open.at(-1) ?? ''] ?? ''}'`;
  const expected = {
    value: 'a value',
    'value-or-close': `a value or ${close}`,
    key: 'a key in double quotes',
    'key-or-close': `a key in double quotes or ${close}`,
    colon: "':'",
    'comma-or-close': `',' or ${close}`,
    end: 'nothing more',
  } satisfies Record<State, string>;
  return expected[state];
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (' \t\n\r'.includes(text[at] ?? 'x')) at += 1;
  return at;
}
