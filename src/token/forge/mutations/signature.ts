import { createHash } from 'node:crypto';
import { cve, rfc } from '../../lint/source.js';
import { each, encode, one } from '../compose.js';
import type { JwsMutation } from '../mutation.js';
import type { OriginalJws } from '../original.js';
import { tokenOrMissing } from '../token-or-missing.js';

const FACTS = {
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(7515, '5.2'), rfc(8725, '3.3')],
} as const;

const withSignature = ({ headerPart, payloadPart }: OriginalJws, signature: string): string =>
  `${headerPart}.${payloadPart}.${signature}`;

const bytesOf = ({ signaturePart }: OriginalJws): Buffer => Buffer.from(signaturePart, 'base64url');

const strip: JwsMutation = {
  ...FACTS,
  id: 'sig.strip',
  title: 'the signature is empty',
  sources: [rfc(7515, '5.2'), cve('CVE-2020-28042')],
  tests: 'the server checks a signature only where there is one',
  make: (original) => one(withSignature(original, '')),
};

const drop: JwsMutation = {
  ...FACTS,
  id: 'sig.drop',
  title: 'the third part is missing',
  tests: 'the server takes two parts for a token',
  make: ({ headerPart, payloadPart }) => one(`${headerPart}.${payloadPart}`),
};

const literalNull: JwsMutation = {
  ...FACTS,
  id: 'sig.literal-null',
  title: 'the signature is the word null',
  tests: 'the server takes the word for an absent signature, and an absent one for a good one',
  make: (original) => one(withSignature(original, 'null')),
};

const truncate: JwsMutation = {
  ...FACTS,
  id: 'sig.truncate4',
  title: 'the signature is cut: to its first four bytes, or by its last four',
  tests: 'the server compares only as many bytes as the token brings',
  make(original) {
    const bytes = bytesOf(original);
    if (bytes.length < 8) return [{ variant: '', missing: 'signature' }];
    return each({
      'to-four': withSignature(original, encode(bytes.subarray(0, 4))),
      'by-four': withSignature(original, encode(bytes.subarray(0, -4))),
    });
  },
};

const flipBit: JwsMutation = {
  ...FACTS,
  id: 'sig.flip-bit',
  title: 'one bit of the signature is another',
  tests: 'the server does not check the signature, or not all of it',
  make(original) {
    const bytes = bytesOf(original);
    if (bytes.length === 0) return [{ variant: '', missing: 'signature' }];
    const flipped = (at: number) =>
      withSignature(original, encode(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))));
    return each({ first: flipped(0), last: flipped(bytes.length - 1) });
  },
};

const garbage: JwsMutation = {
  ...FACTS,
  id: 'sig.garbage',
  title: 'the signature is other bytes, as many',
  tests: 'the server does not check the signature',
  make(original) {
    const { length } = bytesOf(original);
    if (length === 0) return [{ variant: '', missing: 'signature' }];
    return one(withSignature(original, encode(noise(length))));
  },
};

/** Bytes without a pattern that are always the same. */
function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, at) =>
    createHash('sha512').update(`authctl forge ${at}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

const otherToken: JwsMutation = {
  ...FACTS,
  id: 'sig.other-token',
  title: 'the signature of another token',
  needs: ['other-token'],
  tests: 'the server asks whether a signature is of the issuer, and not over what',
  make: (original, { otherToken: other }) => [
    tokenOrMissing('', other && withSignature(original, other.split('.')[2] ?? ''), 'other-token'),
  ],
};

/** Tokens whose third part is not their signature. */
export const signature: readonly JwsMutation[] = [
  strip,
  drop,
  literalNull,
  truncate,
  flipBit,
  garbage,
  otherToken,
];
