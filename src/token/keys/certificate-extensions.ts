import { type DerElement, derElements, objectIdentifier } from './der.js';

/** What a certificate says of its own use. */
export interface CertificateUse {
  /** How it was signed, as an object identifier. */
  readonly signatureAlgorithm: string;
  /** Object identifiers of the extensions that must be understood. */
  readonly critical: readonly string[];
  /** Whether it may certify others (`cA`). */
  readonly isAuthority: boolean;
  /** How many authorities may stand below it; null where it does not say. */
  readonly pathLength: number | null;
  /** Null where it does not restrict what its key is for. */
  readonly keyUsage: { readonly signs: boolean; readonly certifies: boolean } | null;
}

const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;
/** `[3] EXPLICIT Extensions` of a TBSCertificate. */
const EXTENSIONS = 0xa3;

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';

/**
 * Reads from a certificate what `node:crypto` does not tell.
 *
 * @returns undefined where it is not built as a certificate is.
 * @see RFC 5280 sections 4.1, 4.2.1.3 (key usage), 4.2.1.9 (basic constraints)
 */
export function certificateUse(der: Uint8Array): CertificateUse | undefined {
  const [certificate] = derElements(der) ?? [];
  const [body, algorithm] = (certificate && derElements(certificate.content)) ?? [];
  const [identifier] = (algorithm && derElements(algorithm.content)) ?? [];
  const fields = body && derElements(body.content);
  if (identifier === undefined || fields === undefined) return undefined;
  const extensions = extensionsIn(fields);
  if (extensions === undefined) return undefined;
  const basic = constraintsIn(extensions.find(({ id }) => id === BASIC_CONSTRAINTS));
  return {
    signatureAlgorithm: objectIdentifier(identifier.content),
    critical: extensions.filter(({ critical }) => critical).map(({ id }) => id),
    ...basic,
    keyUsage: keyUsageIn(extensions.find(({ id }) => id === KEY_USAGE)),
  };
}

interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

function extensionsIn(fields: readonly DerElement[]): readonly Extension[] | undefined {
  const holder = fields.find(({ tag }) => tag === EXTENSIONS);
  if (holder === undefined) return [];
  const [list] = derElements(holder.content) ?? [];
  const entries = list && derElements(list.content);
  const extensions = entries?.flatMap((entry) => extensionIn(entry) ?? []);
  return extensions?.length === entries?.length ? extensions : undefined;
}

function extensionIn(entry: DerElement): Extension | undefined {
  const parts = derElements(entry.content) ?? [];
  const [id] = parts;
  const value = parts.at(-1);
  if (id === undefined || value?.tag !== OCTET_STRING) return undefined;
  const critical = parts.some(({ tag, content }) => tag === BOOLEAN && content[0] !== 0);
  return { id: objectIdentifier(id.content), critical, value: value.content };
}

function constraintsIn(extension: Extension | undefined): Pick<CertificateUse, 'isAuthority' | 'pathLength'> {
  const [sequence] = (extension && derElements(extension.value)) ?? [];
  const parts = (sequence?.tag === SEQUENCE && derElements(sequence.content)) || [];
  const length = parts.find(({ tag }) => tag === INTEGER);
  return {
    isAuthority: parts.some(({ tag, content }) => tag === BOOLEAN && content[0] !== 0),
    pathLength: length ? length.content.reduce((sum, byte) => sum * 256 + byte, 0) : null,
  };
}

/** Bits 0 (`digitalSignature`) and 5 (`keyCertSign`), counted from the highest of the first byte. */
function keyUsageIn(extension: Extension | undefined): CertificateUse['keyUsage'] {
  const [bits] = (extension && derElements(extension.value)) ?? [];
  if (bits?.tag !== BIT_STRING) return null;
  const [, first = 0] = bits.content;
  return { signs: (first & 0x80) !== 0, certifies: (first & 0x04) !== 0 };
}
