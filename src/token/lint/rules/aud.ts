import { memberOf } from '../../json.js';
import { audiencesOf, claimAt, judgeClaim } from '../claim-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { oidc, rfc } from '../source.js';

/** `*`, `https://*.example`, and nothing. */
const matchesAnybody = (audience: string): boolean => audience.trim() === '' || audience.includes('*');

export const audWildcard: TokenRule = {
  id: 'aud.wildcard',
  title: 'meant for everybody',
  severity: 'high',
  about: 'token',
  sources: [rfc(8725, '3.9'), rfc(9700, '2.3')],
  advice: 'name each audience in full; they are compared, not matched',
  judge: ({ claims }) => {
    const broad = claims ? audiencesOf(claims).filter(matchesAnybody) : [];
    const [first] = broad;
    return first === undefined
      ? []
      : [{ message: `the audience ${quoted(first)} stands for anybody`, at: claimAt('aud') }];
  },
};

/** Each of them can take the token to the others. The issuer itself, which serves the user info, is none of them. */
export const audMultiple: TokenRule = {
  id: 'aud.multiple',
  title: 'meant for several',
  severity: 'medium',
  about: 'token',
  kinds: ['access-token', 'other'],
  sources: [rfc(9700, '2.3'), rfc(9700, '4.10.2')],
  advice: 'ask for one token for each API (RFC 8707): each could use this one at the others',
  judge: (subject) =>
    judgeClaim(subject, 'aud', (_aud, claims) => {
      const issuer = hostOf(memberOf(claims, 'iss'));
      const others = new Set(audiencesOf(claims).filter((audience) => hostOf(audience) !== issuer));
      return others.size > 1 ? `there are ${others.size} audiences` : undefined;
    }),
};

/** A value that has no host gets one that no other value has. */
function hostOf(value: unknown): unknown {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value).host || value : {};
}

export const audIsClientId: TokenRule = {
  id: 'aud.is-client-id',
  title: 'an access token for the client itself',
  severity: 'high',
  about: 'token',
  kinds: ['access-token'],
  sources: [rfc(9068, '5'), oidc('Core', 'IDToken', '2')],
  advice: 'name the API in `aud`: a token for the client is an ID token, and no API may take it',
  judge: (subject) =>
    judgeClaim(subject, 'aud', (_aud, claims) => {
      const client = memberOf(claims, 'client_id');
      const isMeant = typeof client === 'string' && audiencesOf(claims).includes(client);
      return isMeant ? `the audience is the client, ${quoted(client)}, as in an ID token` : undefined;
    }),
};

export const audMismatch: TokenRule = {
  id: 'aud.mismatch',
  title: 'meant for somebody else',
  severity: 'critical',
  about: 'token',
  sources: [rfc(9068, '4'), rfc(8725, '3.9'), rfc(7519, '4.1.3')],
  advice: 'refuse this token, or ask the issuer for one whose `aud` is this API',
  judge: (subject) => {
    const { audience } = subject;
    if (audience === null) return [];
    return judgeClaim(subject, 'aud', (aud, claims) =>
      audiencesOf(claims).includes(audience)
        ? undefined
        : `the audience is ${quoted(aud)}, not ${quoted(audience)}`,
    );
  },
};
