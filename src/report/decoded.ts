import type { DecodedToken, Layer, PayloadKind, TokenFormat } from '../token/decoded-token.js';
import { isoTime } from '../token/duration.js';
import { isJsonObject, type JsonObject } from '../token/json.js';
import type { Lifetime } from '../token/lifetime.js';
import { claimFields, headerFields } from './decoded-fields.js';
import { findings } from './decoded-findings.js';
import { summary } from './decoded-summary.js';
import { type Field, lengthOf, section, type WidthOf, wrapped } from './field-table.js';
import { accent, bad, caution, faint, type Line, type Renderer, strong, type Text } from './text.js';
import { valueText } from './value-text.js';

/** A decoded token and where it came from. */
export interface Decoded {
  readonly token: DecodedToken;
  /** In words: `stdin`, `the stored session 'agus'`. */
  readonly origin: string;
  /** Columns that a text takes; default: its length, as in ASCII. */
  readonly widthOf?: WidthOf;
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
