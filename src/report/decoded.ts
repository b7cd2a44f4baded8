import type { DecodedToken, TokenFormat } from '../token/decoded-token.js';
import { inWords, isoTime, relative } from '../token/duration.js';
import type { Severity } from '../token/finding.js';
import type { JsonObject, JsonValue } from '../token/json.js';
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
}

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
  text: ({ token, origin }, view) => [
    [strong(titleOf(token)), faint(` from ${origin}`)],
    ...section('Header', headerFields(token.header), view),
    ...payloadSection(token, view),
    ...summary(token, view),
    ...findings(token),
    '',
    ...advice(token, origin),
  ],
};

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
  const signatures = layers[0]?.signatures.length ?? 0;
  const form = serialization === null || serialization === 'compact' ? '' : `, ${serialization} JSON`;
  return `${TITLES[format]}${form}${signatures > 1 ? `, ${signatures} signatures` : ''}`;
}

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

function payloadSection({ payload, format, at }: DecodedToken, view: View): Text {
  if (payload === null) return format === 'jws' ? ['', [strong('Payload'), '  cannot be read as text']] : [];
  if (typeof payload !== 'object' || Array.isArray(payload)) {
    return ['', [strong('Payload'), faint('  no claims')], `  ${valueText(payload)}`];
  }
  return section('Claims', claimFields(payload as JsonObject, at), view);
}

function claimFields(claims: JsonObject, now: number): readonly Field[] {
  return Object.entries(claims).map(([name, value]) => ({
    name: visible(name),
    value: visible(valueText(value)),
    meaning: [claimMeanings.get(name), timeText(name, value, now)].filter(Boolean).join(' '),
  }));
}

function timeText(name: string, value: JsonValue, now: number): string | undefined {
  if (!timeClaims.has(name) || typeof value !== 'number') return undefined;
  const iso = isoTime(value);
  return iso === null ? undefined : `${readable(iso)}, ${relative(value, now)}`;
}

/** `2026-01-01 00:10:00 UTC` */
const readable = (iso: string): string => iso.replace('T', ' ').replace('Z', ' UTC');

function section(title: string, fields: readonly Field[], view: View): Text {
  if (fields.length === 0) return [];
  return ['', [strong(title)], ...fields.flatMap((field) => fieldLines(field, fields, view))];
}

const INDENT = 2;
const GAP = 2;
/** Wider columns would push everything else to the right for the sake of one long name or value. */
const MAX_NAME = 20;
const MAX_VALUE = 24;

/** The meaning stands beside the value where there is room, in a column if it can, else on a line of its own. */
function fieldLines({ name, value, meaning }: Field, all: readonly Field[], view: View): Text {
  const names = Math.min(MAX_NAME, Math.max(...all.map((field) => field.name.length)));
  const values = Math.max(
    ...all.map((field) => field.value.length).filter((length) => length <= MAX_VALUE),
    0,
  );
  const indent = ' '.repeat(INDENT);
  const start: readonly (string | Span)[] = [
    indent,
    accent(name),
    ' '.repeat(Math.max(0, names - name.length) + GAP),
  ];
  if (meaning === '') return [[...start, value]];
  const room = view.width - INDENT - Math.max(names, name.length) - GAP - GAP - meaning.length;
  const gap = ' '.repeat(GAP);
  if (Math.max(value.length, values) <= room) return [[...start, value.padEnd(values), gap, faint(meaning)]];
  if (value.length <= room) return [[...start, value, gap, faint(meaning)]];
  return [
    [...start, value],
    [' '.repeat(INDENT + names + GAP), faint(meaning)],
  ];
}

/** What matters most, each on a line of its own. */
function summary(token: DecodedToken, view: View): Text {
  const lines: Line[] = [];
  if (token.lifetime) lines.push([strong('Lifetime'), '   ', ...lifetimeSpans(token, token.lifetime, view)]);
  if (token.role) {
    const others = token.role.roles.length > 1 ? ` (all: ${token.role.roles.join(', ')})` : '';
    lines.push([
      strong('Role'),
      '       ',
      token.role.role,
      others,
      faint(`  found at ${token.role.foundAt}`),
    ]);
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
    case 'active':
      return [
        good(`active, ${inWords((expiresAt ?? at) - at)} left`),
        faint(bar(payload, at, expiresAt ?? at, view)),
      ];
  }
}

const BAR_LENGTH = 20;

/** How much of the time from `iat` to `exp` is left; empty where the token does not say when it was issued. */
function bar(payload: JsonValue, now: number, end: number, { ascii }: View): string {
  const issued = (payload as JsonObject).iat;
  if (typeof issued !== 'number' || issued >= end || issued > now) return '';
  const left = Math.round((BAR_LENGTH * (end - now)) / (end - issued));
  const [full, empty] = ascii ? ['#', '-'] : ['█', '░'];
  return `  ${full.repeat(left)}${empty.repeat(BAR_LENGTH - left)} of ${inWords(end - issued)}`;
}

const FINDING_STYLES = {
  critical: bad,
  high: bad,
  medium: caution,
  low: faint,
  info: faint,
} as const satisfies Record<Severity, (text: string) => Span>;

function findings(token: DecodedToken): Text {
  if (token.findings.length === 0) return [];
  const lines = token.findings.map(
    ({ id, severity, message }): Line => [
      '  ',
      FINDING_STYLES[severity](severity.padEnd(8)),
      '  ',
      message,
      faint(`  ${id}`),
    ],
  );
  return ['', [strong('Findings')], ...lines];
}

/** What the reader must not take for granted, and the command that settles it. */
function advice({ format }: DecodedToken, origin: string): Text {
  const command = origin.startsWith('the stored session')
    ? 'authctl verify'
    : 'authctl verify TOKEN --issuer URL';
  switch (format) {
    case 'opaque':
      return ['An opaque token says nothing by itself: only its issuer knows what it stands for.'];
    case 'jwe':
      return ["Nothing was verified, and the payload can be read with the recipient's key only."];
    case 'unsecured':
      return [[bad('Nothing was verified, and nothing can be: anyone can write such a token.')]];
    default:
      return [
        [caution('Nothing was verified:'), ' anyone can write such a token.'],
        ['Check it with `', accent(command), '`.'],
      ];
  }
}
