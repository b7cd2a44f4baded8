import { rfc, rfc8725bis } from '../../lint/source.js';
import { each, one } from '../compose.js';
import type { JwsMutation } from '../mutation.js';
import type { OriginalJws } from '../original.js';

const FACTS = {
  of: 'jws',
  class: 'safe',
  needs: [],
  tests: 'the server tells tokens apart by their text: a used or revoked one comes back spelled otherwise',
} as const;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Bits of the last character that stand for nothing, by the length of the text. @see RFC 4648 section 3.5 */
const UNUSED_BITS: Readonly<Record<number, number>> = { 2: 4, 3: 2 };

const withSignature = ({ headerPart, payloadPart }: OriginalJws, signature: string): string =>
  `${headerPart}.${payloadPart}.${signature}`;

const noncanonical: JwsMutation = {
  ...FACTS,
  id: 'b64.noncanonical',
  title: 'the same signature with other unused bits',
  sources: [rfc(4648, '3.5')],
  make(original) {
    const { signaturePart } = original;
    const unused = UNUSED_BITS[signaturePart.length % 4];
    if (unused === undefined) return [{ variant: '', missing: 'unused-bits' }];
    const last = ALPHABET.indexOf(signaturePart.at(-1) ?? '');
    return one(withSignature(original, `${signaturePart.slice(0, -1)}${ALPHABET[last ^ 1]}`), 'either');
  },
};

const padding: JwsMutation = {
  ...FACTS,
  id: 'b64.padding',
  title: 'the same signature with padding',
  sources: [rfc(7515, '2')],
  make(original) {
    const missing = (4 - (original.signaturePart.length % 4)) % 4;
    if (missing === 0) return [{ variant: '', missing: 'unused-bits' }];
    return one(withSignature(original, `${original.signaturePart}${'='.repeat(missing)}`), 'either');
  },
};

const standardAlphabet: JwsMutation = {
  ...FACTS,
  id: 'b64.standard-alphabet',
  title: 'the same signature in plain base64',
  sources: [rfc(7515, '2')],
  make(original) {
    const plain = original.signaturePart.replaceAll('-', '+').replaceAll('_', '/');
    if (plain === original.signaturePart) return [{ variant: '', missing: 'url-characters' }];
    return one(withSignature(original, plain), 'either');
  },
};

const trailingSegment: JwsMutation = {
  ...FACTS,
  id: 'trailing.segment',
  title: 'more parts behind the signature',
  sources: [rfc(7515, '5.2'), rfc8725bis('3.14')],
  tests: 'the server reads the parts that it expects and passes over the rest',
  make: ({ text }) => each({ fourth: `${text}.garbage`, fifth: `${text}..junk` }),
};

/** The same token, spelled otherwise. */
export const spelling: readonly JwsMutation[] = [noncanonical, padding, standardAlphabet, trailingSegment];
