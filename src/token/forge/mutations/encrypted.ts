import { rfc, rfc8725bis } from '../../lint/source.js';
import { changed, each, encode, one } from '../compose.js';
import type { Attempt, JweMutation } from '../mutation.js';
import type { OriginalJwe } from '../original.js';
import { tokenOrMissing } from '../token-or-missing.js';

const FACTS = { of: 'jwe', class: 'safe', needs: [] } as const;

const PARTS = { header: 0, encryptedKey: 1, iv: 2, ciphertext: 3, tag: 4 } as const;

/** The token with some parts replaced, encoded already. */
function withParts({ parts }: OriginalJwe, replaced: Partial<Record<keyof typeof PARTS, string>>): string {
  const names = Object.keys(PARTS) as (keyof typeof PARTS)[];
  return names.map((name) => replaced[name] ?? parts[PARTS[name]]).join('.');
}

const headerOf = (original: OriginalJwe, changes: Parameters<typeof changed>[1]): string =>
  encode(JSON.stringify(changed(original.header, changes)));

const algNone: JweMutation = {
  ...FACTS,
  id: 'jwe.alg-none',
  title: '`alg` is none in an encrypted token',
  sources: [rfc(7516, '4.1.1'), rfc(8725, '3.2')],
  tests: 'the server takes an encrypted token for one without protection',
  make: (original) => one(withParts(original, { header: headerOf(original, { alg: 'none' }) })),
};

const dirSwap: JweMutation = {
  ...FACTS,
  id: 'jwe.dir-swap',
  title: '`alg` is dir: the key that wraps keys shall decrypt content',
  sources: [rfc(7518, '4.5'), rfc(8725, '3.1')],
  tests: 'the server uses a key with an algorithm that it is not for',
  make(original) {
    const header = headerOf(original, { alg: 'dir' });
    return each({
      'without-key': withParts(original, { header, encryptedKey: '' }),
      'with-key': withParts(original, { header }),
    });
  },
};

const tagTruncate: JweMutation = {
  ...FACTS,
  id: 'jwe.tag-truncate',
  title: 'a shorter authentication tag: four bytes, one, none',
  sources: [rfc(7518, '5.3'), rfc(7516, '5.2')],
  tests: 'the server compares only as many bytes of the tag as the token brings',
  make(original) {
    const tag = Buffer.from(original.parts[PARTS.tag], 'base64url');
    const cutTo = (bytes: number) => withParts(original, { tag: encode(tag.subarray(0, bytes)) });
    return each({ 'to-four': cutTo(4), 'to-one': cutTo(1), empty: cutTo(0) });
  },
};

const cbcPadding: JweMutation = {
  ...FACTS,
  id: 'jwe.cbc-padding',
  title: 'one bit of what decrypts to the padding is another',
  sources: [rfc(7518, '5.2.2.2'), rfc(7516, '11.5')],
  tests:
    'the server tells bad padding from a bad tag: answers or times differ, and the content can be read bit by bit',
  make(original) {
    const ciphertext = Buffer.from(original.parts[PARTS.ciphertext], 'base64url');
    const before = ciphertext.length > BLOCK ? ciphertext.length - BLOCK - 1 : undefined;
    const flipped = (bytes: Buffer, at: number) =>
      encode(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
    const iv = Buffer.from(original.parts[PARTS.iv], 'base64url');
    return each({
      padding:
        before === undefined
          ? withParts(original, { iv: flipped(iv, iv.length - 1) })
          : withParts(original, { ciphertext: flipped(ciphertext, before) }),
      tag: withParts(original, { tag: flipped(Buffer.from(original.parts[PARTS.tag], 'base64url'), 0) }),
    });
  },
};

/** Bytes of a block of AES. */
const BLOCK = 16;

const plainInstead: JweMutation = {
  ...FACTS,
  id: 'jwe.plain-jws-instead',
  title: 'a signed token, or an unsigned one, where an encrypted one is expected',
  needs: ['other-token'],
  sources: [rfc(8725, '3.1'), rfc8725bis('3.3')],
  tests: 'the server takes a token that anybody could read or make',
  make: (_original, { now, otherToken }): readonly Attempt[] => {
    const claims = { sub: 'admin', iat: now, exp: now + 900 };
    return [
      tokenOrMissing('signed', otherToken, 'other-token'),
      ...each({
        unsigned: `${encode(JSON.stringify({ alg: 'none' }))}.${encode(JSON.stringify(claims))}.`,
      }),
    ];
  },
};

/** The most that 31 bits hold: minutes to hours of work for whoever believes it. */
const ITERATIONS = 2 ** 31 - 1;

const p2cBomb: JweMutation = {
  ...FACTS,
  id: 'jwe.p2c-bomb',
  title: 'a password-based key with 2,147,483,647 iterations',
  class: 'dangerous',
  sources: [rfc8725bis('3.13'), rfc(7518, '4.8.1.2')],
  tests: 'the server lets the token say how long it shall work',
  make: (original) =>
    one(
      withParts(original, {
        header: headerOf(original, {
          alg: 'PBES2-HS256+A128KW',
          p2s: encode(Buffer.alloc(16, 1)),
          p2c: ITERATIONS,
        }),
        encryptedKey: encode(Buffer.alloc(40, 1)),
      }),
    ),
};

/** Encrypted tokens that only a lax recipient opens. */
export const encrypted: readonly JweMutation[] = [
  algNone,
  dirSwap,
  tagTruncate,
  cbcPadding,
  plainInstead,
  p2cBomb,
];
