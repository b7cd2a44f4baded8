import { memberOf } from '../../json.js';
import { judgeText } from '../header-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** Whoever can check an HMAC can make one. */
export const algHmacForSharedApi: TokenRule = {
  id: 'alg.hmac-for-shared-api',
  title: 'a shared secret where several parties verify',
  severity: 'medium',
  about: 'token',
  sources: [rfc(8725, '3.5'), rfc(9068, '2.1')],
  advice: 'sign with a private key (ES256, PS256, RS256), so that verifiers cannot make tokens',
  judge: (subject) => {
    const why = severalVerifiers(subject);
    if (why === undefined) return [];
    return judgeText(subject, 'alg', (alg) =>
      /^HS(256|384|512)$/.test(alg) ? `${alg}, but ${why}: each of them could forge tokens` : undefined,
    );
  },
};

function severalVerifiers({ claims, server }: TokenSubject): string | undefined {
  const aud = claims ? memberOf(claims, 'aud') : undefined;
  if (Array.isArray(aud) && aud.length > 1) return `there are ${aud.length} audiences that have the secret`;
  const publishes = server?.keys.some((key) => memberOf(key, 'kty') !== 'oct') ?? false;
  return publishes ? 'the issuer publishes a key set for whoever verifies' : undefined;
}
