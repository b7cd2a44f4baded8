import { assembleJwe, type RecipientSource } from './assemble-jwe.js';
import { assembleSdJwt } from './assemble-sd-jwt.js';
import type { Flaw } from './finding.js';
import { isJsonObject, type JsonObject, type JsonValue, memberOf, readJson } from './json.js';
import { notAToken } from './not-a-token.js';
import type { JweToken, JwsToken, SdJwtToken } from './parsed-token.js';
import { assembleJws, type ReadSignature, readSignaturePart } from './token-parts.js';

/** Signatures in one general JWS; each costs a verifier a public-key operation. */
const MAX_SIGNATURES = 100;
/** The same for those whom a token is encrypted for. */
const MAX_RECIPIENTS = 100;

/**
 * Reads the JSON forms of a JWS, JWE or SD-JWT.
 *
 * @throws {AuthctlError} `NOT_A_TOKEN` where the text is no such JSON object.
 * @see RFC 7515 section 7.2, RFC 7516 section 7.2, RFC 9901 section 8
 */
export function parseJsonSerialization(text: string): JwsToken | JweToken | SdJwtToken {
  const json = readJson(text);
  if (!json || !isJsonObject(json.value)) throw notAToken('it opens like JSON but is none');
  const members = json.value;
  const doubled = json.duplicates.map(
    (name): Flaw => ({ id: 'format.duplicate-header', part: 'token', detail: name }),
  );
  if (memberOf(members, 'ciphertext') !== undefined) return jwe(members, doubled);
  return withDisclosures(jws(members, doubled));
}

function jws(members: JsonObject, doubled: readonly Flaw[]): JwsToken {
  const general = memberOf(members, 'signatures');
  const payload = payloadIn(members);
  if (general === undefined) return assembleJws('flattened', [signatureIn(members)], payload, doubled);
  if (memberOf(members, 'signature') !== undefined)
    throw notAToken('it has both `signature` and `signatures`');
  return assembleJws('general', signaturesIn(general), payload, doubled);
}

/**
 * What a holder discloses stands in the unprotected header of the first signature. It is taken out of there: whoever
 * sees a disclosure with its salt can show it on.
 *
 * @see RFC 9901 section 8.1 ("disclosures", "kb_jwt")
 */
function withDisclosures(token: JwsToken): JwsToken | SdJwtToken {
  const [first, ...others] = token.signatures;
  const { disclosures, kb_jwt: keyBinding, ...unprotectedHeader } = first.unprotectedHeader;
  if (!Array.isArray(disclosures) && typeof keyBinding !== 'string') return token;
  const listed: readonly JsonValue[] = Array.isArray(disclosures) ? disclosures : [];
  return assembleSdJwt(
    { ...token, signatures: [{ ...first, unprotectedHeader }, ...others] },
    listed.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))),
    typeof keyBinding === 'string' ? keyBinding : null,
  );
}

function signaturesIn(value: JsonValue): readonly [ReadSignature, ...ReadSignature[]] {
  const entries = Array.isArray(value) ? value : [];
  if (entries.length > MAX_SIGNATURES) throw notAToken(`it has more than ${MAX_SIGNATURES} signatures`);
  const [first, ...others] = entries.map((entry) => signatureIn(isJsonObject(entry) ? entry : {}));
  if (!first) throw notAToken('its `signatures` is no list with entries');
  return [first, ...others];
}

function signatureIn(members: JsonObject): ReadSignature {
  const signatureText = memberOf(members, 'signature');
  if (typeof signatureText !== 'string') throw notAToken('it is JSON without a `signature` that is a string');
  const read = readSignaturePart({
    protectedText: textIn(members, 'protected'),
    unprotectedHeader: headerIn(members, 'header'),
    signatureText,
  });
  const { protectedHeader, unprotectedHeader } = read.part;
  const shared = Object.keys(unprotectedHeader).filter((name) => Object.hasOwn(protectedHeader, name));
  const flaws = shared.map((name): Flaw => ({ id: 'format.duplicate-header', part: 'header', detail: name }));
  return { part: read.part, flaws: [...read.flaws, ...flaws] };
}

/** Empty where it is carried elsewhere. @see RFC 7515 appendix F */
function payloadIn(members: JsonObject): string {
  const payload = memberOf(members, 'payload');
  if (typeof payload === 'string') return payload;
  const isSigned = ['signature', 'signatures'].some((name) => memberOf(members, name) !== undefined);
  if (payload !== undefined || !isSigned) {
    throw notAToken('it is JSON with neither a token nor a payload in it');
  }
  return '';
}

function headerIn(members: JsonObject, name: string): JsonObject {
  const value = memberOf(members, name);
  if (value !== undefined && !isJsonObject(value)) throw notAToken(`its \`${name}\` is no JSON object`);
  return value ?? {};
}

function jwe(members: JsonObject, doubled: readonly Flaw[]): JweToken {
  const general = memberOf(members, 'recipients');
  const body = {
    protectedText: textIn(members, 'protected'),
    unprotectedHeader: headerIn(members, 'unprotected'),
    ivText: textIn(members, 'iv'),
    ciphertextText: textIn(members, 'ciphertext'),
    tagText: textIn(members, 'tag'),
    aadText: textIn(members, 'aad'),
  };
  return general === undefined
    ? assembleJwe('flattened', body, [recipientIn(members)], doubled)
    : assembleJwe('general', body, recipientsIn(general), doubled);
}

function recipientsIn(value: JsonValue): readonly [RecipientSource, ...RecipientSource[]] {
  const entries = Array.isArray(value) ? value : [];
  if (entries.length > MAX_RECIPIENTS) throw notAToken(`it has more than ${MAX_RECIPIENTS} recipients`);
  const [first, ...others] = entries.map((entry) => recipientIn(isJsonObject(entry) ? entry : {}));
  if (!first) throw notAToken('its `recipients` is no list with entries');
  return [first, ...others];
}

function recipientIn(members: JsonObject): RecipientSource {
  return { ownHeader: headerIn(members, 'header'), encryptedKeyText: textIn(members, 'encrypted_key') };
}

function textIn(members: JsonObject, name: string): string {
  const value = memberOf(members, name);
  if (value !== undefined && typeof value !== 'string') throw notAToken(`its \`${name}\` is no string`);
  return value ?? '';
}
