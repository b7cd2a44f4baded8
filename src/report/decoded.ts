import type { DecodedToken, Layer, PayloadKind, TokenFormat } from '../token/decoded-token.js';
import { inWords, isoTime, relative } from '../token/duration.js';
import type { Severity } from '../token/finding.js';
import { isJsonObject, type JsonObject, type JsonValue, memberOf, pointerTo } from '../token/json.js';
import type { Lifetime } from '../token/lifetime.js';
import { algorithmMeanings, claimMeanings, headerMeanings, timeClaims } from '../token/registered-names.js';
import {
  accent,
  bad,
  caution,
  faint,
  good,
  type Line,
  type Renderer,
  type Span,
  strong,
  type Text,
  type View,
} from './text.js';
import { valueText } from './value-text.js';
import { visible } from './visible.js';

/** A decoded token and where it came from. */
export interface Decoded {
  readonly token: DecodedToken;
  /** In words: `stdin`, `the stored session 'agus'`. */
  readonly origin: string;
  /** Columns that a text takes; default: its length, as in ASCII. */
  readonly widthOf?: WidthOf;
}

type WidthOf = (text: string) => number;

const lengthOf: WidthOf = ({ length }) => length;

/** `authctl decode`: what a token says. */
export const decodedRenderer: Renderer<Decoded> = {
  schema: 'authctl/decode@1',
  json: ({ token, origin }) => ({
    format: token.format,
    serialization: token.serialization,
    header: token.header,
    payload: token.payload,
    payloadKind: token.payloadKind,
    signature: token.signature,
    lifetime: token.lifetime && lifetimeDocument(token.lifetime),
    role: token.role?.role ?? null,
    roles: token.role?.roles ?? [],
    roleFoundAt: token.role?.foundAt ?? null,
    verified: token.verified,
    source: origin,
    findings: token.findings,
    layers: token.layers,
    ...(token.disclosures ? { disclosures: token.disclosures, withheld: token.withheld } : {}),
  }),
  text: ({ token, origin, widthOf = lengthOf }, view) => {
    const table = (title: string, fields: readonly Field[]) => section(title, fields, view, widthOf);
    return [
      [strong(titleOf(token)), faint(` from ${origin}`)],
      ...table('Header', headerFields(token.header)),
      ...innerLayers(token, table),
      ...payloadSection(token, table),
      ...summary(token, view),
      ...findings(token, view),
      '',
      ...wrapped(advice(token, origin), view),
    ];
  },
};

type Table = (title: string, fields: readonly Field[]) => Text;

const lifetimeDocument = ({ state, secondsLeft, expiresAt }: Lifetime): object => ({
  state,
  secondsLeft,
  expiresAt: expiresAt === null ? null : isoTime(expiresAt),
});

const TITLES = {
  jws: 'Signed token (JWS)',
  unsecured: 'Token without a signature',
  jwe: 'Encrypted token (JWE)',
  'sd-jwt': 'Signed token with selective disclosure (SD-JWT)',
  opaque: 'Opaque token',
} as const satisfies Record<TokenFormat, string>;

function titleOf({ format, serialization, layers }: DecodedToken): string {
  const [outer] = layers;
  const form = serialization === null || serialization === 'compact' ? '' : `, ${serialization} JSON`;
  const many = [
    ...counted(outer?.signatures.length ?? 0, 'signatures'),
    ...counted(outer?.recipients?.length ?? 0, 'recipients'),
  ];
  return [TITLES[format] + form, ...many].join(', ');
}

const counted = (count: number, what: string): readonly string[] => (count > 1 ? [`${count} ${what}`] : []);

/** What is in the token beside its first header: other recipients and signatures, tokens inside, the key binding. */
function innerLayers({ layers, at }: DecodedToken, table: Table): Text {
  return layers.flatMap((layer, depth) => {
    const own = depth === 0 ? [] : table(layerTitle(layer), headerFields(headersOf(layer)[0] ?? null));
    const kind = layer.recipients ? 'Recipient' : 'Signature';
    const others = headersOf(layer)
      .slice(1)
      .flatMap((header, index) => table(`${kind} ${index + 2}`, headerFields(header)));
    const bound = layer.use === 'key-binding' && isJsonObject(layer.payload) ? layer.payload : null;
    return [
      ...own,
      ...others,
      ...(bound ? table('Key binding', claimFields(bound, { at, disclosures: null })) : []),
    ];
  });
}

const headersOf = ({ signatures, recipients }: Layer): readonly JsonObject[] =>
  (recipients ?? signatures).map(({ header }) => header);

const layerTitle = ({ format, use }: Layer): string =>
  use === 'key-binding' ? 'Header of the key binding' : `Inside: ${TITLES[format]}`;

/** One line of a section, already visible so that its columns stay straight: a name, its value, and what that means. */
interface Field {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

function headerFields(header: JsonObject | null): readonly Field[] {
  return Object.entries(header ?? {}).map(([name, value]) => ({
    name: visible(name),
    value: visible(valueText(value)),
    meaning:
      (name === 'alg' ? algorithmMeanings.get(String(value)) : undefined) ?? headerMeanings.get(name) ?? '',
  }));
}

/** What stands in the place of a payload that cannot be shown. */
const UNREADABLE: Readonly<Partial<Record<PayloadKind, string>>> = {
  bytes: 'cannot be read as text',
  unreadable: 'cannot be decoded',
  detached: 'carried elsewhere: the token leaves it out (RFC 7515 appendix F)',
};

function payloadSection(token: DecodedToken, table: Table): Text {
  const { payload, payloadKind } = token;
  const unreadable = UNREADABLE[payloadKind];
  if (unreadable !== undefined) return ['', [strong('Payload'), `  ${unreadable}`]];
  if (payloadKind === 'encrypted' || payloadKind === 'opaque') return [];
  if (!isJsonObject(payload))
    return ['', [strong('Payload'), faint('  no claims')], `  ${valueText(payload)}`];
  return [...table('Claims', claimFields(payload, token)), ...withheldLines(token)];
}

function claimFields(
  claims: JsonObject,
  { at, disclosures }: Pick<DecodedToken, 'at' | 'disclosures'>,
): readonly Field[] {
  const disclosed = new Set(disclosures?.map((disclosure) => disclosure.at));
  return Object.entries(claims).map(([name, value]) => ({
    name: visible(name),
    value: visible(valueText(value)),
    meaning: [
      ...(disclosed.has(pointerTo(name)) ? ['disclosed'] : []),
      [claimMeanings.get(name), timeText(name, value, at)].filter(Boolean).join(' '),
    ]
      .filter(Boolean)
      .join('; '),
  }));
}

/** Of an SD-JWT: disclosures that do not stand by a claim's name, and how much was not disclosed. */
function withheldLines({ disclosures, withheld }: DecodedToken): Text {
  const inside = (disclosures ?? []).flatMap(({ at }) =>
    at !== null && at.lastIndexOf('/') > 0 ? [at] : [],
  );
  const lines: Line[] = [
    ...(inside.length > 0 ? [[strong('Disclosed'), `  ${inside.join(', ')}`]] : []),
    ...(withheld > 0
      ? [[strong('Withheld'), `   ${withheld}, or decoys`, faint('  digests without a disclosure')]]
      : []),
  ];
  return lines.length === 0 ? [] : ['', ...lines];
}

function timeText(name: string, value: JsonValue, now: number): string | undefined {
  if (!timeClaims.has(name) || typeof value !== 'number') return undefined;
  const iso = isoTime(value);
  return iso === null ? undefined : `${readable(iso)}, ${relative(value, now)}`;
}

/** `2026-01-01 00:10:00 UTC` */
const readable = (iso: string): string => iso.replace('T', ' ').replace('Z', ' UTC');

function section(title: string, fields: readonly Field[], view: View, widthOf: WidthOf): Text {
  if (fields.length === 0) return [];
  const columns = columnsFor(fields, view, widthOf);
  return ['', [strong(title)], ...fields.flatMap((field) => fieldLines(field, columns))];
}

const INDENT = 2;
const GAP = 2;
/** Wider columns would push everything else to the right for the sake of one long name or value. */
const MAX_NAME = 20;
const MAX_VALUE = 24;

/** How wide the columns of one section are. */
interface Columns {
  readonly names: number;
  readonly values: number;
  readonly width: number;
  readonly widthOf: WidthOf;
}

function columnsFor(fields: readonly Field[], { width }: View, widthOf: WidthOf): Columns {
  const names = Math.min(MAX_NAME, Math.max(...fields.map(({ name }) => widthOf(name))));
  const values = Math.max(...fields.map(({ value }) => widthOf(value)).filter((own) => own <= MAX_VALUE), 0);
  return { names, values, width, widthOf };
}

/** The meaning stands beside the value where there is room, in a column if it can, else on lines of its own. */
function fieldLines({ name, value, meaning }: Field, { names, values, width, widthOf }: Columns): Text {
  const pad = (text: string, to: number): string => ' '.repeat(Math.max(0, to - widthOf(text)));
  const start = [' '.repeat(INDENT), accent(name), pad(name, names), ' '.repeat(GAP)];
  const left = INDENT + Math.max(names, widthOf(name)) + GAP;
  const room = width - left - GAP - meaning.length;
  if (meaning !== '' && widthOf(value) <= room) {
    const column = Math.max(widthOf(value), values) <= room ? pad(value, values) : '';
    return [[...start, value, `${column}${' '.repeat(GAP)}`, faint(meaning)]];
  }
  const below = INDENT + names + GAP;
  const indent = ' '.repeat(below);
  const inside = Math.max(MIN_COLUMN, width - left);
  const [first = '', ...rest] = widthOf(value) <= inside ? [value] : broken(value, inside, widthOf);
  return [
    [...start, first],
    ...rest.map((line): Line => [indent, line]),
    ...(meaning === ''
      ? []
      : broken(meaning, Math.max(MIN_COLUMN, width - below)).map((line): Line => [indent, faint(line)])),
  ];
}

/** Narrower columns would break every word. */
const MIN_COLUMN = 16;

const wrapped = (text: Text, { width }: View): Text =>
  text.flatMap((line): Text => (typeof line === 'string' ? broken(line, width) : [line]));

/** A value in pieces that fit a width; at the end of a word or of a list's element where one is near. */
function broken(value: string, width: number, widthOf: WidthOf = lengthOf): readonly string[] {
  const lines: string[] = [];
  let rest = [...value];
  while (rest.length > 0) {
    const fitting = fittingCount(rest, width, widthOf);
    const near = rest.slice(0, fitting).findLastIndex((character) => character === ' ' || character === ',');
    const end = fitting === rest.length || near < fitting / 2 ? fitting : near + 1;
    lines.push(rest.slice(0, end).join('').trimEnd());
    rest = rest.slice(end);
  }
  return lines;
}

/** How many characters from the start fit a width; at least one. */
function fittingCount(characters: readonly string[], width: number, widthOf: WidthOf): number {
  let used = 0;
  const over = characters.slice(0, width + 1).findIndex((character) => {
    used += widthOf(character);
    return used > width;
  });
  return over === -1 ? Math.min(characters.length, width + 1) : Math.max(1, over);
}

/** `Lifetime` and `Signature`, and the gap after them. */
const LABEL = 11;

/** What matters most, each on a line of its own. */
function summary(token: DecodedToken, view: View): Text {
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

const FINDING_STYLES = {
  critical: bad,
  high: bad,
  medium: caution,
  low: faint,
  info: faint,
} as const satisfies Record<Severity, (text: string) => Span>;

/** Of the widest severity, and the gaps around it. */
const FINDING_INDENT = 12;

function findings(token: DecodedToken, { width }: View): Text {
  if (token.findings.length === 0) return [];
  return [
    '',
    [strong('Findings')],
    ...token.findings.flatMap(({ id, severity, message }): Text => {
      const start = ['  ', FINDING_STYLES[severity](severity.padEnd(8)), '  '];
      if (FINDING_INDENT + message.length + 2 + id.length <= width) {
        return [[...start, message, faint(`  ${id}`)]];
      }
      const [first = '', ...rest] = broken(visible(message), Math.max(MIN_COLUMN, width - FINDING_INDENT));
      const indent = ' '.repeat(FINDING_INDENT);
      return [[...start, first], ...rest.map((line) => indent + line), [indent, faint(id)]];
    }),
  ];
}

/** What the reader must not take for granted, and the command that settles it. */
function advice({ format, payloadKind }: DecodedToken, origin: string): Text {
  const isStored = origin.startsWith('the stored session');
  const command = isStored ? 'authctl verify' : 'authctl verify TOKEN --issuer URL';
  switch (format) {
    case 'opaque':
      return [
        'An opaque token says nothing: only its issuer knows what it stands for.',
        ['Ask the issuer with `', accent(`${command} --introspect`), '`.'],
      ];
    case 'jwe':
      if (payloadKind === 'encrypted') {
        return [
          "Nothing was verified, and the payload can be read with the recipient's key only.",
          ['Read it with `', accent('authctl decode TOKEN --key FILE'), '`.'],
        ];
      }
      return ['Nothing was verified: whoever has the public key can encrypt, and no signature was checked.'];
    case 'unsecured':
      return [[bad('Nothing was verified, and nothing can be: anyone can write such a token.')]];
    default:
      return [
        [caution('Nothing was verified:'), ' anyone can write such a token.'],
        ['Check it with `', accent(command), '`.'],
      ];
  }
}
