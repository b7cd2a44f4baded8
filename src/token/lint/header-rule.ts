import { type JsonObject, type JsonValue, memberOf, pointerTo } from '../json.js';
import type { Match } from './rule.js';
import type { HeaderView, TokenSubject } from './subject.js';

/**
 * Looks at one parameter in every header of a token that has it.
 *
 * @param judge - says what is wrong with the value; undefined where nothing is.
 */
export function judgeParameter(
  subject: TokenSubject,
  name: string,
  judge: (value: JsonValue, header: JsonObject, view: HeaderView) => string | undefined,
): readonly Match[] {
  return subject.headers.flatMap((view) => {
    const value = memberOf(view.header, name);
    const message = value === undefined ? undefined : judge(value, view.header, view);
    return message === undefined ? [] : [{ message, at: view.at + pointerTo(name) }];
  });
}

/** The same for parameters that hold a string; other kinds of value are passed over. */
export function judgeText(
  subject: TokenSubject,
  name: string,
  judge: (value: string, header: JsonObject, view: HeaderView) => string | undefined,
): readonly Match[] {
  return judgeParameter(subject, name, (value, header, view) =>
    typeof value === 'string' ? judge(value, header, view) : undefined,
  );
}
