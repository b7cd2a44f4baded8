import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/token/decode.js';
import { signByHand } from '../../support/jose-by-hand.js';
import { type JsonObject, tokenRows, vectorById, vectorKey } from '../../support/vectors.js';

/** The second in which the tokens of RFC 7515, RFC 7519 and RFC 7520 section 6 expire. */
const EXPIRY = 1_300_819_380;

const jwsRows = tokenRows('jws');

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
        ...(typeof payload === 'string' ? ['format.payload-not-object'] : []),
      ],
    });
  });

  test.for(tokenRows('jwe'))(
    '$id $form: says what the header says, and no more',
    ({ form, text, vector }) => {
      const { format, serialization, header, payload, signature, verified, findings } = decode(text, EXPIRY);
      expect({ format, serialization, header, payload, signature, verified, findings }).toEqual({
        format: 'jwe',
        serialization: form,
        header: vector.recipients[0]?.header,
        payload: null,
        signature: null,
        verified: false,
        findings: [],
      });
    },
  );

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
