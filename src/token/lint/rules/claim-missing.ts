import type { Severity } from '../../finding.js';
import { type JsonObject, memberOf } from '../../json.js';
import { hasTypeOfItsOwn, type Kind } from '../profile.js';
import type { Match, TokenRule } from '../rule.js';
import { oidc, rfc, type Source } from '../source.js';
import type { TokenSubject } from '../subject.js';

interface Requirement {
  readonly claim: string;
  /** What a token without it is, in a few words. */
  readonly title: string;
  /** How bad it is without the claim, by kind; a kind that is not here does without. */
  readonly severities: Readonly<Partial<Record<Kind, Severity>>>;
  readonly sources: readonly [Source, ...Source[]];
  readonly advice: string;
  /** Claims that say the same under another name, for kinds that know them. */
  readonly insteadOf?: (kind: Kind) => readonly string[];
  /** Names that some servers use for it. */
  readonly alsoCalled?: readonly string[];
}

/** A claim that its kind of token must have. */
function requires({ claim, title, severities, sources, advice, ...names }: Requirement): TokenRule {
  const kinds = Object.keys(severities) as Kind[];
  return {
    id: `${claim}.missing`,
    title,
    severity: severities['access-token'] ?? severities[kinds[0] ?? 'other'] ?? 'medium',
    about: 'token',
    kinds,
    sources,
    advice,
    judge: ({ claims, kind, headers }: TokenSubject): readonly Match[] => {
      const isElsewhere = kind === 'other' && hasTypeOfItsOwn(headers[0]?.header ?? {});
      const accepted = [claim, ...(names.insteadOf?.(kind) ?? [])];
      if (claims === null || isElsewhere || has(claims, accepted)) return [];
      const severity = severities[kind] ?? 'medium';
      const other = names.alsoCalled?.find((name) => memberOf(claims, name) !== undefined);
      if (other === undefined)
        return [{ message: `there is no ${inCode(accepted)}`, at: '/payload', severity }];
      return [{ message: `there is no \`${claim}\`, only \`${other}\``, at: '/payload', severity: 'low' }];
    },
  };
}

const has = (claims: JsonObject, names: readonly string[]): boolean =>
  names.some((name) => memberOf(claims, name) !== undefined);

const inCode = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(' and no ');

export const issMissing = requires({
  claim: 'iss',
  title: 'nobody is named as issuer',
  severities: { 'access-token': 'high', 'id-token': 'high', logout: 'high', other: 'medium' },
  sources: [rfc(9068, '2.2'), rfc(8725, '3.8')],
  advice: 'put the issuer identifier into `iss`, and let verifiers compare it',
});

export const subMissing = requires({
  claim: 'sub',
  title: 'nobody is named as subject',
  severities: { 'access-token': 'high', 'id-token': 'high', logout: 'high', other: 'low' },
  sources: [rfc(9068, '2.2'), oidc('Core', 'IDToken', '2'), rfc(8725, '3.8')],
  advice: 'put an id of the user, or of the client where there is no user, into `sub`',
  insteadOf: (kind) => (kind === 'logout' ? ['sid'] : []),
});

export const audMissing = requires({
  claim: 'aud',
  title: 'meant for nobody, so good everywhere',
  severities: { 'access-token': 'high', 'id-token': 'high', logout: 'high', other: 'medium' },
  sources: [rfc(8725, '3.9'), rfc(9068, '2.2'), rfc(9700, '2.3')],
  advice: 'name the API in `aud`, and let it refuse tokens for others',
});

export const expMissing = requires({
  claim: 'exp',
  title: 'a token that never expires',
  severities: { 'access-token': 'high', 'id-token': 'high', logout: 'high', other: 'high' },
  sources: [rfc(9068, '2.2'), rfc(7519, '4.1.4')],
  advice: 'let the token expire with `exp`, after an hour at most',
});

export const iatMissing = requires({
  claim: 'iat',
  title: 'no time of issue',
  severities: {
    'access-token': 'medium',
    'id-token': 'medium',
    logout: 'medium',
    dpop: 'high',
    other: 'low',
  },
  sources: [rfc(9068, '2.2'), rfc(7519, '4.1.6'), rfc(9449, '4.2')],
  advice: 'say in `iat` when the token was issued, so that verifiers can bound its age',
});

export const jtiMissing = requires({
  claim: 'jti',
  title: 'no id of its own',
  severities: { 'access-token': 'medium', logout: 'medium', dpop: 'high', other: 'low' },
  sources: [rfc(9068, '2.2'), rfc(7519, '4.1.7'), rfc(9449, '4.2')],
  advice: 'give every token a random `jti`, so that one token can be revoked, and a replay be seen',
});

export const clientIdMissing = requires({
  claim: 'client_id',
  title: 'the client is not named',
  severities: { 'access-token': 'medium' },
  sources: [rfc(9068, '2.2'), rfc(8693, '4.3')],
  advice: 'name the client that asked for the token in `client_id`',
  alsoCalled: ['azp', 'cid', 'appid'],
});

export const htmMissing = requires({
  claim: 'htm',
  title: 'a proof for any method',
  severities: { dpop: 'high' },
  sources: [rfc(9449, '4.2')],
  advice: 'put the method of the request into `htm`',
});

export const htuMissing = requires({
  claim: 'htu',
  title: 'a proof for any address',
  severities: { dpop: 'high' },
  sources: [rfc(9449, '4.2')],
  advice: 'put the URL of the request, without query and fragment, into `htu`',
});

export const eventsMissing = requires({
  claim: 'events',
  title: 'a logout token that does not say so',
  severities: { logout: 'high' },
  sources: [oidc('Back-Channel Logout', 'LogoutToken', '2.4')],
  advice: 'put the member http://schemas.openid.net/event/backchannel-logout into `events`',
});
