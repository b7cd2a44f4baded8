import type { DecodedToken } from '../token/decoded-token.js';
import { inWords, relative } from '../token/duration.js';
import { isJsonObject, type JsonValue, memberOf } from '../token/json.js';
import type { Lifetime } from '../token/lifetime.js';
import { GAP } from './field-table.js';
import { bad, caution, faint, good, type Line, type Span, strong, type Text, type View } from './text.js';
import { visible } from './visible.js';

/** `Lifetime` and `Signature`, and the gap after them. */
const LABEL = 11;

/** What matters most, each on a line of its own. */
export function summary(token: DecodedToken, view: View): Text {
  const lines: Line[] = [];
  if (token.lifetime) lines.push([strong('Lifetime'), '   ', ...lifetimeSpans(token, token.lifetime, view)]);
  if (token.role) {
    const others = token.role.roles.length > 1 ? ` (all: ${token.role.roles.join(', ')})` : '';
    const said = visible(token.role.role + others);
    const place = `found at ${visible(token.role.foundAt)}`;
    const isShort = LABEL + said.length + GAP + place.length <= view.width;
    lines.push([strong('Role'), '       ', said, isShort ? faint(`  ${place}`) : '']);
    if (!isShort) lines.push([' '.repeat(LABEL), faint(place)]);
  }
  for (const { key } of token.layers) {
    if (key)
      lines.push([strong('Opened'), `     with the key from ${key.origin}`, faint(`  ${key.description}`)]);
  }
  if (token.signature) lines.push([strong('Signature'), '  ', signatureText(token.signature)]);
  return lines.length === 0 ? [] : ['', ...lines];
}

function signatureText({
  alg,
  bytes,
}: {
  readonly alg: string | null;
  readonly bytes: number | null;
}): string {
  if (bytes === null) return 'cannot be decoded';
  return bytes === 0 ? 'none' : `${bytes} bytes${alg === null ? '' : `, ${alg}`}; not checked`;
}

function lifetimeSpans(
  { payload, at }: DecodedToken,
  lifetime: Lifetime,
  view: View,
): readonly (string | Span)[] {
  const { state, expiresAt } = lifetime;
  switch (state) {
    case 'unbounded':
      return [caution('never expires'), faint('  there is no `exp`')];
    case 'expired':
      return [bad(`expired ${relative(expiresAt ?? at, at)}`)];
    case 'not-yet-valid':
      return [caution('not valid yet')];
    case 'active': {
      const left = `active, ${inWords((expiresAt ?? at) - at)} left`;
      return [good(left), faint(bar(payload, at, expiresAt ?? at, view, view.width - LABEL - left.length))];
    }
  }
}

const BAR_LENGTH = 20;
/** A shorter one tells nothing. */
const MIN_BAR = 5;

/** How much of the time from `iat` to `exp` is left; empty where the token does not say when it was issued. */
function bar(payload: JsonValue, now: number, end: number, { ascii }: View, room: number): string {
  const issued = isJsonObject(payload) ? memberOf(payload, 'iat') : undefined;
  if (typeof issued !== 'number' || issued >= end || issued > now) return '';
  const whole = ` of ${inWords(end - issued)}`;
  const length = Math.min(BAR_LENGTH, room - GAP - whole.length);
  if (length < MIN_BAR) return '';
  const left = Math.round((length * (end - now)) / (end - issued));
  const [full, empty] = ascii ? ['#', '-'] : ['█', '░'];
  return `  ${full.repeat(left)}${empty.repeat(length - left)}${whole}`;
}
