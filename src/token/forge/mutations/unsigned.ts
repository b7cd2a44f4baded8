import { cve, rfc, rfc8725bis } from '../../lint/source.js';
import { compact, each, headerWith, one } from '../compose.js';
import type { Attempt, JwsMutation } from '../mutation.js';
import { tokenOrMissing } from '../token-or-missing.js';

const SOURCES = [rfc(8725, '2.1'), rfc(8725, '3.2'), cve('CVE-2022-23540')] as const;

/** Spelled as some deny lists do not expect it. */
const spelled = (alg: string): JwsMutation => ({
  id: `none.${alg}`,
  title: `no signature, and \`alg\` is ${alg}`,
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: alg === 'none' ? SOURCES : [rfc8725bis('3.1'), ...SOURCES],
  tests: 'the server lets the token say that it need not be signed',
  make: (original) => one(compact(headerWith(original, { alg }), original.payloadPart, '')),
});

const noneWithSignature: JwsMutation = {
  id: 'none.with-sig',
  title: '`alg` is none, and there is a signature all the same',
  of: 'jws',
  class: 'safe',
  needs: ['other-token'],
  sources: SOURCES,
  tests: 'the server refuses `none` only where the signature is empty',
  make(original, { otherToken }): readonly Attempt[] {
    const unsigned = (signature: string) =>
      compact(headerWith(original, { alg: 'none' }), original.payloadPart, signature);
    return [
      ...each({ original: unsigned(original.signaturePart), aaaa: unsigned('AAAA') }),
      tokenOrMissing('other', otherToken && unsigned(otherToken.split('.')[2] ?? ''), 'other-token'),
    ];
  },
};

const noneTwoParts: JwsMutation = {
  id: 'none.two-parts',
  title: '`alg` is none, and the third part is missing',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: SOURCES,
  tests: 'the server takes two parts for a token',
  make: (original) =>
    one(compact(headerWith(original, { alg: 'none' }), original.payloadPart, '').replace(/\.$/, '')),
};

const noneArray: JwsMutation = {
  id: 'none.array',
  title: '`alg` is a list that holds none',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(7515, '4.1.1'), ...SOURCES],
  tests: 'the server compares `alg` without asking whether it is text',
  make: (original) =>
    one(compact(headerWith(original, { alg: ['none', 'HS256'] }), original.payloadPart, '')),
};

/** Tokens without a signature that count as signed somewhere. */
export const unsigned: readonly JwsMutation[] = [
  ...['none', 'None', 'NONE', 'nOnE'].map(spelled),
  noneWithSignature,
  noneTwoParts,
  noneArray,
];
