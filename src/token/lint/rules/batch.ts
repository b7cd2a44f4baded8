import { type JsonValue, memberOf } from '../../json.js';
import { findRole } from '../../role.js';
import { audiencesOf, claimAt, textClaim } from '../claim-rule.js';
import { mediaSubtype } from '../profile.js';
import type { BatchRule, Match } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

type BatchMatch = Match & { readonly token: number };

/** Of tokens that agree in something, each but the first with the first; `keyOf` null leaves a token out. */
function pairs(
  tokens: readonly TokenSubject[],
  keyOf: (token: TokenSubject) => JsonValue,
): readonly { readonly first: number; readonly later: number }[] {
  const firsts = new Map<string, number>();
  return tokens.flatMap((token, later) => {
    const value = keyOf(token);
    if (value === null) return [];
    const key = JSON.stringify(value);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, later);
    return first === undefined ? [] : [{ first, later }];
  });
}

const ordinal = (index: number): string => `token ${index + 1} of those given`;

/** An id is unique for its issuer. */
function issuedId({ claims }: TokenSubject): JsonValue {
  const jti = claims ? textClaim(claims, 'jti') : undefined;
  return claims === null || jti === undefined ? null : [memberOf(claims, 'iss') ?? null, jti];
}

export const batchSameJti: BatchRule = {
  id: 'batch.same-jti',
  title: 'two tokens of one id',
  severity: 'high',
  about: 'batch',
  sources: [rfc(7519, '4.1.7')],
  advice: 'give every token a `jti` of its own: revoking one would revoke both, and a replay is not seen',
  judge: (tokens) =>
    pairs(tokens, issuedId).flatMap(({ first, later }): readonly BatchMatch[] =>
      tokens[first]?.text === tokens[later]?.text
        ? []
        : [{ token: later, message: `\`jti\` is the same as in ${ordinal(first)}`, at: claimAt('jti') }],
    ),
};

/** Proofs and logout tokens are for one use; seen again, somebody replays them. */
export const jtiReused: BatchRule = {
  id: 'jti.reused',
  title: 'a token for one use, used again',
  severity: 'high',
  about: 'batch',
  sources: [rfc(9449, '11.1'), rfc(7519, '4.1.7')],
  advice: 'remember the `jti` of each until it expires, and refuse it the second time',
  judge: (tokens) =>
    pairs(tokens, (token) =>
      token.kind === 'dpop' || token.kind === 'logout' ? issuedId(token) : null,
    ).flatMap(({ first, later }): readonly BatchMatch[] =>
      tokens[first]?.text === tokens[later]?.text
        ? [{ token: later, message: `this is ${ordinal(first)} again`, at: claimAt('jti') }]
        : [],
    ),
};

/** What a verifier can tell two kinds of token by: key, type, and for each audience whom they are for. */
const confusable = ({ headers, claims }: TokenSubject, audience: string): JsonValue => [
  memberOf(headers[0]?.header ?? {}, 'kid') ?? null,
  mediaSubtype(memberOf(headers[0]?.header ?? {}, 'typ')),
  memberOf(claims ?? {}, 'iss') ?? null,
  audience,
];

export const batchIdAndAccess: BatchRule = {
  id: 'batch.id-and-access-same-key-and-aud',
  title: 'an ID token that passes for an access token',
  severity: 'high',
  about: 'batch',
  sources: [rfc(8725, '3.12'), rfc(9068, '5')],
  advice: 'give access tokens the type `at+jwt` and the API as audience, or sign the two with different keys',
  judge: (tokens) => {
    const idTokens = new Map<string, number>();
    tokens.forEach((token, index) => {
      if (token.kind !== 'id-token') return;
      for (const audience of audiencesOf(token.claims ?? {})) {
        idTokens.set(JSON.stringify(confusable(token, audience)), index);
      }
    });
    return tokens.flatMap((token, index): readonly BatchMatch[] => {
      if (token.kind !== 'access-token') return [];
      const keys = audiencesOf(token.claims ?? {}).map((name) => JSON.stringify(confusable(token, name)));
      const twin = keys.map((key) => idTokens.get(key)).find((found) => found !== undefined);
      if (twin === undefined) return [];
      const message = `key, type and audience are those of the ID token, ${ordinal(twin)}`;
      return [{ token: index, message, at: claimAt('aud') }];
    });
  },
};

/** What stays of a token when everything is left out that no signature covers. */
function signedBy({ jws }: TokenSubject): string | null {
  const signature = jws?.signatures[0].signatureText ?? '';
  return signature === '' ? null : signature;
}

/** The roles that a careless reader finds: among the claims, and in headers that are not signed. */
function rolesRead({ claims, jws }: TokenSubject): string {
  const unsigned = jws?.signatures.map((part) => findRole(part.unprotectedHeader)?.roles ?? []) ?? [];
  return JSON.stringify([claims ? (findRole(claims)?.roles ?? []) : [], ...unsigned.flat()]);
}

export const batchRoleUnsigned: BatchRule = {
  id: 'batch.role-differs-only-by-unsigned-data',
  title: 'one signature, two roles',
  severity: 'critical',
  about: 'batch',
  sources: [rfc(8725, '3.3'), rfc(7515, '10.7')],
  advice: 'refuse both, and take roles from what the signature covers: one of them was changed after signing',
  judge: (tokens) =>
    pairs(tokens, signedBy).flatMap(({ first, later }): readonly BatchMatch[] => {
      const [one, other] = [tokens[first], tokens[later]];
      if (one === undefined || other === undefined || rolesRead(one) === rolesRead(other)) return [];
      const message = `the signature is that of ${ordinal(first)}, the role is another`;
      return [{ token: later, message, at: '/signature' }];
    }),
};
