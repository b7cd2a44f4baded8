import { createHash, createPrivateKey, createPublicKey, diffieHellman, X509Certificate } from 'node:crypto';
import {
  calculateJwkThumbprint,
  calculateJwkThumbprintUri,
  type FlattenedJWE,
  type FlattenedJWSInput,
  flattenedDecrypt,
  flattenedVerify,
  importJWK,
  type JWK,
} from 'jose';
import { describe, expect, test } from 'vitest';
import {
  decryptRsa15ByHand,
  type EncryptedParts,
  signByHand,
  verifyByHand,
} from '../../support/jose-by-hand.js';
import {
  type JsonObject,
  type JwsVector,
  publicPart,
  strangerTo,
  tokenRows,
  type VectorJwk,
  vectorById,
  vectorFiles,
  vectorKey,
  vectorsOf,
} from '../../support/vectors.js';

// The data of test/data/vectors was typed off RFCs: nothing in it is believed before cryptography agrees.

const encode = (text: string) => Buffer.from(text).toString('base64url');
const decode = (text: string) => Buffer.from(text, 'base64url').toString('utf8');

/** One signature of one serialization, with the payload put back where the token leaves it out. */
function signaturesIn(vector: JwsVector, text: string): readonly FlattenedJWSInput[] {
  const json: JsonObject = text.startsWith('{') ? (JSON.parse(text) as JsonObject) : compactJws(text);
  const signatures = (json.signatures as FlattenedJWSInput[] | undefined) ?? [
    json as unknown as FlattenedJWSInput,
  ];
  const payload = vector.detached === true ? transmitted(vector) : String(json.payload);
  return signatures.map((signature) => ({ ...signature, payload }));
}

function compactJws(text: string): JsonObject {
  const [header, payload, signature] = text.split('.');
  return { protected: header, payload, signature };
}

/** The payload as it goes into the signing input: base64url, or as it is with `b64: false` (RFC 7797). */
function transmitted(vector: JwsVector): string {
  return vector.signatures[0]?.header.b64 === false ? vector.payload : encode(vector.payload);
}

const signingInput = (signature: FlattenedJWSInput) =>
  Buffer.from(`${signature.protected ?? ''}.${String(signature.payload)}`);

const headerOf = (part: {
  readonly protected?: string;
  readonly header?: object;
  readonly unprotected?: object;
}) => ({
  ...(part.protected === undefined ? {} : (JSON.parse(decode(part.protected)) as JsonObject)),
  ...part.unprotected,
  ...part.header,
});

const jwsRows = tokenRows('jws');

const signedRows = jwsRows.flatMap(({ id, form, vector, text }) =>
  signaturesIn(vector, text).flatMap((signature, index) => {
    const expected = vector.signatures[index];
    const key = expected?.key;
    return expected === undefined || typeof key !== 'string'
      ? []
      : [{ id, form, index, vector, signature, expected, jwk: vectorKey(key) }];
  }),
);

/** One recipient of one serialization as a flattened JWE. */
function recipientsIn(text: string): readonly FlattenedJWE[] {
  if (!text.startsWith('{')) {
    const [header, encrypted, iv, ciphertext, tag] = text.split('.') as [
      string,
      string,
      string,
      string,
      string,
    ];
    return [
      { protected: header, ...(encrypted === '' ? {} : { encrypted_key: encrypted }), iv, ciphertext, tag },
    ];
  }
  const { recipients, ...shared } = JSON.parse(text) as FlattenedJWE & { recipients?: FlattenedJWE[] };
  return recipients === undefined ? [shared] : recipients.map((recipient) => ({ ...shared, ...recipient }));
}

const encryptedRows = tokenRows('jwe').flatMap(({ id, form, text, vector }) =>
  recipientsIn(text).map((jwe, index) => {
    const recipient = vector.recipients[index];
    if (recipient === undefined) throw new Error(`${id} names no recipient ${index}`);
    return { id, form, index, vector, jwe, recipient, jwk: vectorKey(recipient.key) };
  }),
);

/** Keys whose own `alg` or `use` speaks of another purpose are imported for the algorithm of the header. */
const forAlgorithm = (jwk: VectorJwk, alg: unknown) => {
  const { use: _use, alg: _alg, key_ops: _keyOps, ...bare } = jwk;
  return importJWK(bare as JWK, String(alg));
};

async function decryptWithJose(jwe: FlattenedJWE, jwk: VectorJwk, header: JsonObject): Promise<string> {
  const { alg, enc } = header;
  const key = await forAlgorithm(jwk, alg === 'dir' ? enc : alg);
  const { plaintext } = await flattenedDecrypt(jwe, key, { keyManagementAlgorithms: [String(alg)] });
  return Buffer.from(plaintext).toString('utf8');
}

describe('the collection', () => {
  test('holds every RFC it promises, and every example of each', () => {
    const counts = [...vectorFiles].map(([file, vectors]) => [file, vectors.length]);
    expect(counts).toEqual([
      ['rfc7515.json', 12],
      ['rfc7516.json', 8],
      ['rfc7517.json', 8],
      ['rfc7519.json', 4],
      ['rfc7520.json', 38],
      ['rfc7797.json', 3],
      ['rfc8037.json', 6],
      ['rfc9068.json', 1],
      ['rfc9278.json', 2],
    ]);
  });

  test('yields the rows that the tables below run over', () => {
    expect([jwsRows.length, signedRows.length, encryptedRows.length]).toEqual([35, 35, 46]);
  });

  test('has each id once', () => {
    const ids = [...vectorFiles.values()].flat().map((vector) => vector.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});

const integer = (value: unknown) => BigInt(`0x${Buffer.from(String(value), 'base64url').toString('hex')}`);

const everyKey = [
  ...vectorsOf('jwk').map(({ id, jwk }) => ({ id, jwk })),
  ...vectorsOf('jwks').flatMap(({ id, jwks }) =>
    jwks.keys.map((jwk, index) => ({ id: `${id} key ${index}`, jwk })),
  ),
];

describe('keys', () => {
  test.for(everyKey.filter(({ jwk }) => jwk.kty === 'RSA' && 'd' in jwk))(
    '$id: the RSA numbers fit',
    ({ jwk }) => {
      const [n, e, d, p, q] = ['n', 'e', 'd', 'p', 'q'].map((name) => integer(jwk[name])) as [
        bigint,
        bigint,
        bigint,
        bigint,
        bigint,
      ];
      expect({
        n,
        dp: integer(jwk.dp),
        dq: integer(jwk.dq),
        qiTimesQ: (integer(jwk.qi) * q) % p,
        edModP: (e * d) % (p - 1n),
        edModQ: (e * d) % (q - 1n),
      }).toEqual({ n: p * q, dp: d % (p - 1n), dq: d % (q - 1n), qiTimesQ: 1n, edModP: 1n, edModQ: 1n });
    },
  );

  test.for(everyKey.filter(({ jwk }) => (jwk.kty === 'EC' || jwk.crv === 'Ed25519') && 'd' in jwk))(
    '$id: the private part belongs to the public part',
    ({ jwk }) => {
      const alg = jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
      const input = Buffer.from('two halves of one key');
      expect(verifyByHand(alg, publicPart(jwk), input, signByHand(alg, jwk, input))).toBe(true);
    },
  );

  test.for(everyKey.filter(({ jwk }) => jwk.kty !== 'oct'))('$id: OpenSSL takes it', ({ jwk }) => {
    const { kty, crv, n, e, x, y } = publicPart(jwk);
    expect(createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'jwk' })).toEqual(
      Object.fromEntries(Object.entries({ kty, crv, n, e, x, y }).filter(([, value]) => value !== undefined)),
    );
  });

  test.for(vectorsOf('jwk').filter((vector) => vector.public !== undefined))(
    '$id: its public twin',
    (vector) => {
      expect(publicPart(vector.jwk)).toEqual(vectorKey(vector.public ?? ''));
    },
  );

  test.for(vectorsOf('jwks').filter((vector) => vector.public !== undefined))(
    '$id: its public twin',
    (vector) => {
      expect(vector.jwks.keys.map(publicPart)).toEqual(vectorById(vector.public ?? '', 'jwks').jwks.keys);
    },
  );

  test.for([
    { id: '7517-3', same: '7515-A.3-key' },
    { id: '7517-A.3 key 0', same: '7516-A.3-key' },
    { id: '7517-A.3 key 1', same: '7515-A.1-key' },
    { id: '7517-A.1 key 1', same: '7638-3.1' },
  ])('$id is $same', ({ id, same }) => {
    const { kty, crv, x, y, n, e, k } = everyKey.find((row) => row.id === id)?.jwk ?? { kty: '' };
    expect(vectorKey(same)).toMatchObject(
      JSON.parse(JSON.stringify({ kty, crv, x, y, n, e, k })) as JsonObject,
    );
  });

  test('7517-B: the certificate is self-signed and holds the key', () => {
    const jwk = vectorKey('7517-B');
    const certificate = new X509Certificate(Buffer.from(String((jwk.x5c as string[])[0]), 'base64'));
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.publicKey.export({ format: 'jwk' })).toEqual({ kty: 'RSA', n: jwk.n, e: jwk.e });
  });
});

describe('JWS', () => {
  test.for(jwsRows)('$id $form: headers and payload are the ones given', ({ vector, text }) => {
    const signatures = signaturesIn(vector, text);
    expect({
      headers: signatures.map(headerOf),
      payloads: signatures.map(({ payload }) => payload),
    }).toEqual({
      headers: vector.signatures.map(({ header }) => header),
      payloads: vector.signatures.map(() => transmitted(vector)),
    });
  });

  test.for(signedRows)('$id $form signature $index: verifies with its key only', async (row) => {
    const { signature, expected, jwk } = row;
    const alg = String(expected.header.alg);
    const key = await forAlgorithm(publicPart(jwk), alg);
    const { payload } = await flattenedVerify(signature, key);
    expect(Buffer.from(payload).toString('utf8')).toBe(row.vector.payload);
    expect(verifyByHand(alg, publicPart(jwk), signingInput(signature), signature.signature)).toBe(true);

    const stranger = publicPart(strangerTo(jwk));
    expect(verifyByHand(alg, stranger, signingInput(signature), signature.signature)).toBe(false);
    await expect(flattenedVerify(signature, await forAlgorithm(stranger, alg))).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });

  test.for(signedRows)('$id $form signature $index: signed again', ({ signature, expected, jwk }) => {
    const alg = String(expected.header.alg);
    const again = signByHand(alg, jwk, signingInput(signature));
    expect(again === signature.signature).toBe(expected.deterministic);
    expect(verifyByHand(alg, publicPart(jwk), signingInput(signature), again)).toBe(true);
  });

  test.for(jwsRows.filter(({ vector }) => vector.refused !== undefined))(
    '$id: nothing is signed',
    ({ vector, text }) => {
      expect(signaturesIn(vector, text).map(({ signature }) => signature)).toEqual(['']);
    },
  );

  test.for(jwsRows.filter(({ vector }) => vector.detached))(
    '$id $form: does not carry its payload',
    ({ vector, text }) => {
      expect(text).not.toContain(transmitted(vector));
    },
  );

  test('7519-3.1 and 7519-6.1 are the examples of RFC 7515', () => {
    const compact = (id: string) => vectorById(id, 'jws').compact;
    expect([compact('7519-3.1'), compact('7519-6.1')]).toEqual([compact('7515-A.1'), compact('7515-A.5')]);
  });
});

describe('JWE', () => {
  test.for(encryptedRows)('$id $form recipient $index: the header is the one given', ({ jwe, recipient }) => {
    expect(headerOf(jwe)).toEqual(recipient.header);
  });

  test.for(encryptedRows.filter(({ recipient }) => recipient.unsupported === undefined))(
    '$id $form recipient $index: jose decrypts it with its key only',
    async ({ vector, jwe, recipient, jwk }) => {
      expect(await decryptWithJose(jwe, jwk, recipient.header)).toBe(vector.plaintext);
      await expect(decryptWithJose(jwe, strangerTo(jwk), recipient.header)).rejects.toMatchObject({
        code: 'ERR_JWE_DECRYPTION_FAILED',
      });
    },
  );

  test.for(encryptedRows.filter(({ recipient }) => recipient.unsupported !== undefined))(
    '$id $form recipient $index: jose leaves it out, node:crypto decrypts it',
    async (row) => {
      const { vector, jwe, recipient, jwk } = row;
      expect(recipient.unsupported).toBe('RSA1_5');
      await expect(decryptWithJose(jwe, jwk, recipient.header)).rejects.toMatchObject({
        code: 'ERR_JOSE_NOT_SUPPORTED',
      });
      expect(decryptRsa15ByHand(jwk, jwe as EncryptedParts)).toBe(vector.plaintext);
      expect(() => decryptRsa15ByHand(strangerTo(jwk), jwe as EncryptedParts)).toThrow();
    },
  );

  test.for(vectorsOf('jwe').filter((vector) => vector.nested !== undefined))(
    '$id: the plaintext is the JWS it names',
    (vector) => {
      expect(vector.plaintext).toBe(vectorById(vector.nested ?? '', 'jws').compact);
    },
  );

  test('7517-C: the plaintext is the key of C.1', () => {
    expect(JSON.parse(vectorById('7517-C', 'jwe').plaintext)).toEqual(vectorKey('7517-C.1'));
  });
});

test.for(vectorsOf('agreement'))('$id: both sides agree on Z', (vector) => {
  const privateKey = createPrivateKey({ key: vector.ephemeral, format: 'jwk' });
  const publicKey = createPublicKey({ key: vector.recipient, format: 'jwk' });
  expect(diffieHellman({ privateKey, publicKey }).toString('base64url')).toBe(vector.z);
  expect(createPublicKey({ key: vector.ephemeral, format: 'jwk' }).export({ format: 'jwk' })).toEqual(
    vector.header.epk,
  );
});

test.for(vectorsOf('agreement'))(
  '$id: whether jose knows the curve',
  async ({ recipient, header, unsupported }) => {
    const taken = await importJWK(recipient as JWK, String(header.alg)).then(
      () => undefined,
      () => recipient.crv,
    );
    expect(taken).toBe(unsupported);
  },
);

test.for(vectorsOf('thumbprint'))('$id: the thumbprint is that of its key', async (vector) => {
  const jwk = vectorKey(vector.key);
  const required =
    jwk.kty === 'RSA' ? { e: jwk.e, kty: jwk.kty, n: jwk.n } : { crv: jwk.crv, kty: jwk.kty, x: jwk.x };
  expect(createHash('sha256').update(JSON.stringify(required)).digest('base64url')).toBe(vector.thumbprint);
  expect(await calculateJwkThumbprint(jwk as JWK)).toBe(vector.thumbprint);
  if (vector.uri !== undefined) expect(await calculateJwkThumbprintUri(jwk as JWK)).toBe(vector.uri);
});
