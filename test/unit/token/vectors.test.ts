import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/token/decode.js';
import { readKeys } from '../../../src/token/keys/read-keys.js';
import { verify } from '../../../src/token/verify.js';
import { signByHand } from '../../support/jose-by-hand.js';
import {
  type JsonObject,
  publicPart,
  strangerTo,
  tokenRows,
  type VectorJwk,
  vectorById,
  vectorKey,
} from '../../support/vectors.js';

/** The second in which the tokens of RFC 7515, RFC 7519 and RFC 7520 section 6 expire. */
const EXPIRY = 1_300_819_380;

const jwsRows = tokenRows('jws');
const jweRows = tokenRows('jwe');

/** The payload as a JSON reader sees it: the claims, or the text where it is no JSON. */
const readPayload = (text: string): JsonObject | string =>
  text.startsWith('{') ? (JSON.parse(text) as JsonObject) : text;

describe('decode', () => {
  test.for(jwsRows)('$id $form: says what the RFC says', ({ form, text, vector }) => {
    const format = vector.signatures[0]?.header.alg === 'none' ? 'unsecured' : 'jws';
    const payload = vector.detached ? null : readPayload(vector.payload);
    const decoded = decode(text, EXPIRY - 1);
    expect({
      format: decoded.format,
      serialization: decoded.serialization,
      header: decoded.header,
      payload: decoded.payload,
      algs: decoded.layers.map((layer) => layer.signatures.map(({ alg }) => alg)),
      headers: decoded.layers.map((layer) => layer.signatures.map(({ header }) => header)),
      verified: decoded.verified,
      findings: decoded.findings.map((finding) => finding.id),
    }).toEqual({
      format,
      serialization: form,
      header: vector.signatures[0]?.header,
      payload,
      algs: [vector.signatures.map(({ header }) => header.alg)],
      headers: [vector.signatures.map(({ header }) => header)],
      verified: false,
      findings: [
        ...(format === 'unsecured' ? ['alg.none'] : []),
        ...(form === 'compact' ? [] : ['format.not-compact']),
        ...(typeof payload === 'string' ? ['format.payload-not-object'] : []),
      ],
    });
  });

  test.for(jweRows)('$id $form: says what the header says, and no more', ({ form, text, vector }) => {
    const { format, serialization, header, payload, signature, verified, findings } = decode(text, EXPIRY);
    const ids = findings.map(({ id }) => id);
    expect({ format, serialization, header, payload, signature, verified, ids }).toEqual({
      format: 'jwe',
      serialization: form,
      header: vector.recipients[0]?.header,
      payload: null,
      signature: null,
      verified: false,
      ids: form === 'compact' ? [] : ['format.not-compact'],
    });
  });

  test.for([
    { now: EXPIRY - 1, state: 'active', secondsLeft: 1 },
    { now: EXPIRY, state: 'expired', secondsLeft: 0 },
  ])('the tokens that expire do so on the second: $state at $now', ({ now, state, secondsLeft }) => {
    const expiring = jwsRows.filter(({ vector }) => !vector.detached && vector.payload.includes('"exp":'));
    const lifetimes = expiring.map(({ text }) => decode(text, now).lifetime);
    expect(lifetimes).toEqual(
      Array.from({ length: 9 }, () => expect.objectContaining({ state, secondsLeft, expiresAt: EXPIRY })),
    );
  });

  test('9068-3: the claims of the RFC, signed here', () => {
    const { header, payload } = vectorById('9068-3', 'claims');
    const input = [header, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const token = `${input}.${signByHand('RS256', vectorKey('7515-A.2-key'), Buffer.from(input))}`;
    const decoded = decode(token, Number(payload.iat));
    expect({
      header: decoded.header,
      payload: decoded.payload,
      signature: decoded.signature,
      lifetime: decoded.lifetime,
      role: decoded.role,
      findings: decoded.findings,
    }).toEqual({
      header,
      payload,
      signature: { alg: 'RS256', bytes: 256 },
      lifetime: { state: 'active', secondsLeft: 21_174_822, expiresAt: payload.exp },
      role: null,
      findings: [],
    });
  });
});

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const keysFrom = (jwk: VectorJwk) => ({ keys: readKeys(JSON.stringify(jwk), 'the RFC'), origin: 'the RFC' });

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  HS256: 'secret',
  RS256: 'RSA 2048',
  PS256: 'RSA 2048',
  PS384: 'RSA 2048',
  ES256: 'EC P-256',
  ES512: 'EC P-521',
  EdDSA: 'Ed25519',
};

const signedRows = jwsRows.flatMap(({ id, form, text, vector }) =>
  vector.signatures.flatMap(({ key, header }, index) =>
    key === null ? [] : [{ id, form, index, text, vector, header, jwk: vectorKey(key) }],
  ),
);

const attachedRows = signedRows.filter(({ vector }) => !vector.detached);

describe('verify', () => {
  test.for(attachedRows)('$id $form signature $index: believed with its key', async (row) => {
    const { text, vector, header, jwk } = row;
    const verified = await verify(text, EXPIRY - 1, { keys: async () => keysFrom(publicPart(jwk)) });
    expect(verified).toEqual({
      valid: true,
      failures: [],
      key: {
        origin: 'the RFC',
        kid: jwk.kid ?? null,
        algorithm: header.alg,
        description: expect.stringContaining(DESCRIPTIONS[String(header.alg)] ?? 'no such algorithm'),
      },
      header,
      payload: readPayload(vector.payload),
      unchecked: null,
      at: EXPIRY - 1,
    });
  });

  test.for(attachedRows)(
    '$id $form signature $index: refused with another key',
    async ({ text, vector, jwk }) => {
      const stranger = publicPart(strangerTo(jwk));
      const { valid, failures, key } = await verify(text, EXPIRY - 1, {
        keys: async () => keysFrom(stranger),
      });
      const expected = vector.signatures.map((signature) =>
        vectorKey(signature.key ?? '').kty === jwk.kty ? 'signature' : 'algorithm',
      );
      expect({ valid, key, codes: failures.map(({ code }) => code).sort() }).toEqual({
        valid: false,
        key: null,
        codes: expected.sort(),
      });
    },
  );

  test.for(signedRows.filter(({ vector }) => vector.detached))(
    '$id $form: not believed, because its payload is elsewhere',
    async ({ text, jwk }) => {
      const { valid, failures, payload } = await verify(text, EXPIRY, {
        keys: async () => keysFrom(publicPart(jwk)),
      });
      expect({ valid, failures, payload }).toEqual({
        valid: false,
        failures: [{ code: 'malformed', message: 'its payload is missing' }],
        payload: null,
      });
    },
  );

  test.for([
    { id: '7515-A.5', codes: ['algorithm'] },
    { id: '7519-6.1', codes: ['algorithm'] },
    { id: '7515-E', codes: ['algorithm', 'critical-header'] },
  ])('$id: refused without a look at any key', async ({ id, codes }) => {
    const { valid, failures } = await verify(vectorById(id, 'jws').compact ?? '', EXPIRY - 1, {
      keys: () => Promise.reject(new Error('keys were asked for')),
    });
    expect({ valid, codes: failures.map(({ code }) => code) }).toEqual({ valid: false, codes });
  });

  test.for(jweRows)('$id $form: not judged, because it is encrypted', async ({ text }) => {
    const { valid, failures } = await verify(text, EXPIRY - 1, {
      keys: () => Promise.reject(new Error('keys were asked for')),
    });
    expect({ valid, codes: failures.map(({ code }) => code) }).toEqual({
      valid: false,
      codes: ['malformed'],
    });
  });

  test.for([
    { id: '7515-A.1', key: '7515-A.2-key', why: 'an HMAC token with an RSA key' },
    { id: '7515-A.2', key: '7515-A.1-key', why: 'an RSA token with a secret' },
    { id: '7515-A.3', key: '7515-A.4-key', why: 'a P-256 token with a P-521 key' },
  ])('$id: $why is refused for its algorithm', async ({ id, key }) => {
    const { valid, failures } = await verify(vectorById(id, 'jws').compact ?? '', EXPIRY - 1, {
      keys: async () => keysFrom(publicPart(vectorKey(key))),
    });
    expect({ valid, codes: failures.map(({ code }) => code) }).toEqual({
      valid: false,
      codes: ['algorithm'],
    });
  });

  test.for(attachedRows.filter(({ form }) => form === 'compact'))(
    '$id: refused when any one character is another',
    async ({ text, jwk }) => {
      const keys = keysFrom(publicPart(jwk));
      const change = fc.record({
        at: fc.nat(text.length - 1),
        by: fc.constantFrom(...BASE64URL, '.', '=', ' '),
      });
      await fc.assert(
        fc.asyncProperty(change, async ({ at, by }) => {
          fc.pre(text[at] !== by);
          const changed = text.slice(0, at) + by + text.slice(at + 1);
          const { valid, failures } = await verify(changed, EXPIRY - 1, { keys: async () => keys });
          expect({ valid, isExplained: failures.length > 0 }).toEqual({ valid: false, isExplained: true });
        }),
      );
    },
  );

  test('a key set is searched by key id: 7520-4.1 with the keys of RFC 7520 and RFC 7517', async () => {
    const keys = ['7515-A.1-key', '7515-A.2-key', '7517-B', '7520-3.1', '7520-3.3', '7520-3.5'].map(
      vectorKey,
    );
    const set = { keys: readKeys(JSON.stringify({ keys }), 'a set'), origin: 'a set' };
    const { valid, key } = await verify(vectorById('7520-4.1', 'jws').compact ?? '', EXPIRY, {
      keys: async () => set,
    });
    expect({ valid, key }).toEqual({
      valid: true,
      key: {
        origin: 'a set',
        kid: 'bilbo.baggins@hobbiton.example',
        algorithm: 'RS256',
        description: 'RSA 2048',
      },
    });
  });
});
