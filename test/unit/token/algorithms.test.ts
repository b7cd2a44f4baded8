import {
  constants,
  createHmac,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { compactVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { pinned } from '../../../src/token/keys/verification-key.js';
import { verify } from '../../../src/token/verify.js';

// Every algorithm by itself: the right key believes the token and no token that differs from it by one bit.

const NOW = 1_767_225_600;
const CLAIMS = { sub: '2', exp: NOW + 600 };

const pss = (saltLength: number) => ({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
const P1363 = { dsaEncoding: 'ieee-p1363' } as const;

interface Pair {
  /** What signs: private, or the secret. */
  readonly own: KeyObject;
  /** What verifies: public, or the secret. */
  readonly theirs: KeyObject;
}

const pair = ({ publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }): Pair => ({
  own: privateKey,
  theirs: publicKey,
});
const secret = (): Pair => {
  const own = createSecretKey(randomBytes(64));
  return { own, theirs: own };
};
const curve = (namedCurve: string) => () => pair(generateKeyPairSync('ec', { namedCurve }));
const rsa = () => pair(generateKeyPairSync('rsa', { modulusLength: 2048 }));
const [oneRsa, otherRsa] = [rsa(), rsa()];

interface Row {
  readonly alg: string;
  readonly digest: string | null;
  readonly options?: object;
  readonly make: () => Pair;
  /** Whether jose has it too. */
  readonly jose: boolean;
}

const rsaRow = (alg: string, options = {}): Row => {
  const pairs = [oneRsa, otherRsa];
  let at = 0;
  const make = () => pairs[at++ % 2] ?? oneRsa;
  return { alg, digest: `sha${alg.slice(2)}`, options, make, jose: true };
};

const rows: readonly Row[] = [
  ...['HS256', 'HS384', 'HS512'].map((alg) => ({
    alg,
    digest: `sha${alg.slice(2)}`,
    make: secret,
    jose: true,
  })),
  ...['RS256', 'RS384', 'RS512'].map((alg) => rsaRow(alg)),
  rsaRow('PS256', pss(32)),
  rsaRow('PS384', pss(48)),
  rsaRow('PS512', pss(64)),
  { alg: 'ES256', digest: 'sha256', options: P1363, make: curve('P-256'), jose: true },
  { alg: 'ES384', digest: 'sha384', options: P1363, make: curve('P-384'), jose: true },
  { alg: 'ES512', digest: 'sha512', options: P1363, make: curve('P-521'), jose: true },
  { alg: 'ES256K', digest: 'sha256', options: P1363, make: curve('secp256k1'), jose: false },
  { alg: 'EdDSA', digest: null, make: () => pair(generateKeyPairSync('ed25519')), jose: true },
  { alg: 'Ed25519', digest: null, make: () => pair(generateKeyPairSync('ed25519')), jose: true },
  { alg: 'Ed448', digest: null, make: () => pair(generateKeyPairSync('ed448')), jose: false },
  ...['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'].map((alg) => ({
    alg,
    digest: null,
    make: () => pair(generateKeyPairSync(alg.toLowerCase() as 'ed25519')),
    jose: true,
  })),
];

/** Which algorithms this Node.js cannot make keys for, and why. */
function missingHere({ alg }: Row): string | undefined {
  if (!alg.startsWith('ML-DSA')) return undefined;
  try {
    generateKeyPairSync(alg.toLowerCase() as 'ed25519');
    return undefined;
  } catch {
    return `Node.js ${process.version} has no ML-DSA; it takes 24.7 with OpenSSL 3.5`;
  }
}

const encode = (value: object) => Buffer.from(JSON.stringify(value));

function signed({ alg, digest, options = {} }: Row, { own }: Pair): readonly [Buffer, Buffer, Buffer] {
  const [header, payload] = [encode({ alg }), encode(CLAIMS)];
  const input = Buffer.from(`${header.toString('base64url')}.${payload.toString('base64url')}`);
  const signature =
    own.type === 'secret'
      ? createHmac(digest ?? '', own)
          .update(input)
          .digest()
      : sign(digest, input, { key: own, ...options });
  return [header, payload, signature];
}

const compact = (parts: readonly Buffer[]) => parts.map((part) => part.toString('base64url')).join('.');

async function ours(token: string, key: KeyObject): Promise<boolean> {
  const keys = async () => ({ keys: [pinned(key)].filter((usable) => usable !== undefined), origin: 'k' });
  return (await verify(token, NOW, { keys })).valid;
}

const joses = (token: string, key: KeyObject): Promise<boolean> =>
  compactVerify(token, key).then(
    () => true,
    () => false,
  );

/** Each bit is flipped; where checking takes milliseconds, or signatures have thousands of bytes, every so many. */
const STEPS: Readonly<Record<string, number>> = {
  ES384: 7,
  ES512: 11,
  'ML-DSA-44': 61,
  'ML-DSA-65': 61,
  'ML-DSA-87': 61,
};

function* flips(
  parts: readonly Buffer[],
  step: number,
): Generator<{ readonly where: string; readonly token: string }> {
  for (const [at, part] of parts.entries()) {
    for (let bit = 0; bit < part.length * 8; bit += step) {
      const changed = Buffer.from(part);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      yield { where: `${at}:${bit}`, token: compact(parts.with(at, changed)) };
    }
  }
}

describe('each algorithm', () => {
  test.for(rows)(
    '$alg believes its token, no other key, and no token that differs in one bit',
    async (row, { skip }) => {
      const missing = missingHere(row);
      if (missing !== undefined) return skip(missing);
      const [mine, other] = [row.make(), row.make()];
      const parts = signed(row, mine);
      const token = compact(parts);
      const believed: string[] = [];
      const disputed: string[] = [];
      for (const { where, token: flipped } of flips(parts, STEPS[row.alg] ?? 1)) {
        if (await ours(flipped, mine.theirs)) believed.push(where);
        if (row.jose && (await joses(flipped, mine.theirs))) disputed.push(where);
      }
      expect({
        right: await ours(token, mine.theirs),
        other: await ours(token, other.theirs),
        otherSigned: await ours(compact(signed(row, other)), mine.theirs),
        believed,
      }).toEqual({ right: true, other: false, otherSigned: false, believed: [] });
      if (!row.jose) return;
      expect({
        right: await joses(token, mine.theirs),
        other: await joses(token, other.theirs),
        disputed,
      }).toEqual({ right: true, other: false, disputed: [] });
    },
  );
});

/** What everybody may know. */
const kinds: readonly { readonly kind: string; readonly key: KeyObject }[] = [
  { kind: 'RSA', key: oneRsa.theirs },
  { kind: 'RSA-PSS', key: generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey },
  { kind: 'EC', key: curve('P-256')().theirs },
  { kind: 'Ed25519', key: generateKeyPairSync('ed25519').publicKey },
  { kind: 'Ed448', key: generateKeyPairSync('ed448').publicKey },
];

/** What of a public key somebody may take for a secret. */
function textsOf(key: KeyObject): readonly Buffer[] {
  const der = key.export({ type: 'spki', format: 'der' });
  const pem = key.export({ type: 'spki', format: 'pem' }).toString();
  const jwk = key.asymmetricKeyType === 'rsa-pss' ? {} : key.export({ format: 'jwk' });
  const texts = [
    pem,
    pem.trimEnd(),
    pem.replaceAll('\n', '\r\n'),
    der.toString('base64'),
    JSON.stringify(jwk),
  ];
  return [der, ...texts.map((text) => Buffer.from(text))];
}

describe.for(kinds)('a public key ($kind) is no secret of HMAC', ({ key }) => {
  test.for(['HS256', 'HS384', 'HS512'])('%s', async (alg) => {
    const row = { alg, digest: `sha${alg.slice(2)}`, make: secret, jose: true };
    const verdicts = await Promise.all(
      textsOf(key).map((text) => {
        const own = createSecretKey(text);
        return ours(compact(signed(row, { own, theirs: own })), key);
      }),
    );
    expect(verdicts).toEqual(textsOf(key).map(() => false));
  });
});

test('no algorithm takes the key of another one', async () => {
  const usable = rows.filter((row) => missingHere(row) === undefined);
  const made = usable.map((row) => ({ row, keys: row.make() }));
  const kindOf = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) =>
    `${asymmetricKeyType} ${asymmetricKeyDetails?.namedCurve}`;
  const crossed = await Promise.all(
    made.flatMap(({ row, keys }) => {
      const token = compact(signed(row, keys));
      return made
        .filter((other) => kindOf(other.keys.theirs) !== kindOf(keys.theirs))
        .map(async (other) =>
          (await ours(token, other.keys.theirs)) ? `${row.alg} by ${other.row.alg}` : '',
        );
    }),
  );
  expect(crossed.filter(Boolean)).toEqual([]);
});
