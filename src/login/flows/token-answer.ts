import { type HttpOutcome, headerOf } from '../../ports/http.js';
import { isJsonObject, type JsonValue } from '../../token/json.js';
import { bearerFrom } from '../bearer.js';
import { Cookies } from '../cookie-jar.js';
import { type FoundToken, findToken } from '../find-token.js';
import { classify, failureToldBy, type Success } from './answer.js';
import type { LoginAnswer, LoginRoute } from './flow.js';

/** What an answer means that should hold a token: the same for every way the password was sent. */
export function judgeTokenAnswer(
  outcome: HttpOutcome,
  { tokenPointer, tokenFrom, url }: LoginRoute,
  now: number,
): LoginAnswer {
  const answer = classify(outcome);
  if (answer.kind !== 'success') return answer;
  // A body that is no JSON may be the token itself.
  const said = answer.value ?? answer.text.trim();
  const found = tokenFrom ? tokenBeside(answer, tokenFrom, url, now) : findToken(said, tokenPointer);
  if (found) {
    const { token, pointer } = found;
    const { record } = answer;
    const credential = bearerFrom(
      {
        accessToken: token,
        refreshToken: record.refresh_token ?? record.refreshToken,
        expiresIn: record.expires_in,
      },
      now,
    );
    return { kind: 'granted', credential, foundAt: pointer, said: record };
  }
  return (
    failureToldBy(answer) ??
    (tokenFrom
      ? {
          kind: 'unusable',
          what: `status ${answer.status} without a token in the ${tokenFrom.kind} ${tokenFrom.name}`,
          hint: 'see what it answers with --verbose, and name the place with --token-from',
        }
      : withoutToken(answer, tokenPointer))
  );
}

/** A token in a header or a cookie of the answer. */
function tokenBeside(
  { headers }: Success,
  { kind, name }: NonNullable<LoginRoute['tokenFrom']>,
  url: string,
  now: number,
): FoundToken | undefined {
  const text =
    kind === 'header'
      ? headerOf(headers, name)
      : new Cookies()
          .take(headers, url, now)
          .at(now)
          .find((cookie) => cookie.name === name)?.value;
  const found = text === undefined ? undefined : findToken({ token: text }, '/token');
  return found && { ...found, pointer: `${kind} ${name}` };
}

function withoutToken({ status, headers, value, text }: Success, pointer: string | undefined): LoginAnswer {
  const where = pointer === undefined ? '' : ` at ${pointer === '' ? 'the root' : pointer}`;
  if (value === undefined && headers['set-cookie'] !== undefined) {
    return {
      kind: 'unusable',
      what: `status ${status} with a cookie and no token`,
      hint: 'log in with --flow session to keep the cookie',
    };
  }
  if (value === undefined) {
    return {
      kind: 'unusable',
      what: `status ${status} and no JSON`,
      hint: text === '' ? undefined : 'if all of the body is the token, say so with --token-pointer ""',
    };
  }
  return {
    kind: 'unusable',
    what: `status ${status} without a token${where}; ${seen(value)}`,
    hint: 'say where the token is with --token-pointer, such as /data/access_token',
  };
}

/** The names in an answer, never its values: one of them may be the secret that was looked for. */
function seen(value: JsonValue): string {
  if (!isJsonObject(value)) return `the body is ${Array.isArray(value) ? 'a list' : `a ${typeof value}`}`;
  const names = Object.entries(value).flatMap(([name, inner]) =>
    isJsonObject(inner) ? Object.keys(inner).map((below) => `/${name}/${below}`) : [`/${name}`],
  );
  return names.length === 0 ? 'the body is an empty object' : `fields: ${names.slice(0, 20).join(', ')}`;
}
