import { type HttpHeaders, headerOf } from '../ports/http.js';
import { atPointer, type JsonValue, parseJson } from '../token/json.js';

/** Of an answer, what values can be taken from. */
export interface Capturable {
  readonly text: string;
  readonly headers: HttpHeaders;
}

export interface Captured {
  /** By name. */
  readonly values: Readonly<Record<string, string>>;
  /** Places at which there was nothing. */
  readonly missing: readonly string[];
}

/** What a regular expression is matched with, in UTF-16 units. */
const SEARCHED = 65_536;

/**
 * The values at places of an answer: texts, numbers and booleans only.
 *
 * A place is a JSON Pointer (RFC 6901) into the body, `header:NAME`, `cookie:NAME` for a cookie that the answer sets, or
 * `body` for the whole text. Behind the last three may stand `:REGEX`: then the value is what its first group matches, or
 * all of it where there is no group. Surrounding white space is no part of a value, and nothing is no value.
 */
export function captureAll(places: Readonly<Record<string, string>>, answer: Capturable): Captured {
  const json = parseJson(answer.text);
  const found = Object.entries(places).map(([name, place]) => {
    return { name, place, value: valueAt(place, answer, json)?.trim() || undefined };
  });
  return {
    values: Object.fromEntries(
      found.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    ),
    missing: found.filter(({ value }) => value === undefined).map(({ place }) => place),
  };
}

/** The same grammar as in `config/probe-schema.ts`. */
const BESIDE = /^(?:(header|cookie):([^\s:]+)|body)(?::(.+))?$/s;

function valueAt(place: string, answer: Capturable, json: JsonValue | undefined): string | undefined {
  const beside = BESIDE.exec(place);
  if (beside) {
    const [, kind, name = '', regex] = beside;
    const text = textIn(answer, kind, name);
    return regex === undefined || text === undefined ? text : matchIn(text, regex);
  }
  const value = json === undefined ? undefined : atPointer(json, place);
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

function textIn({ text, headers }: Capturable, kind: string | undefined, name: string): string | undefined {
  if (kind === 'header') return headerOf(headers, name);
  return kind === 'cookie' ? cookieIn(headers, name) : text;
}

function matchIn(text: string, regex: string): string | undefined {
  const match = new RegExp(regex).exec(text.slice(0, SEARCHED));
  return match?.[1] ?? match?.[0];
}

/** The value that an answer gives a cookie, the last one where it gives several (RFC 6265 section 4.1). */
function cookieIn(headers: HttpHeaders, name: string): string | undefined {
  const fields = headers['set-cookie'] ?? [];
  const pairs = (typeof fields === 'string' ? [fields] : fields).map((field) => field.split(';', 1)[0] ?? '');
  const pair = pairs.findLast((each) => each.split('=', 1)[0]?.trim() === name);
  return pair?.slice(pair.indexOf('=') + 1);
}
