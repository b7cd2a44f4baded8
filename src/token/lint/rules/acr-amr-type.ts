import type { JsonValue } from '../../json.js';
import { judgeClaim } from '../claim-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { oidc, rfc } from '../source.js';

const isText = (value: JsonValue): boolean => typeof value === 'string';

/** APIs that ask for a stronger login (RFC 9470) compare these. */
export const acrAmrType: TokenRule = {
  id: 'acr-amr.type',
  title: 'how the login was done, in another form',
  severity: 'low',
  about: 'token',
  sources: [oidc('Core', 'IDToken', '2'), rfc(8176, '1'), rfc(9068, '2.2.1')],
  advice: 'write `acr` as a string and `amr` as a list of strings',
  judge: (subject) => [
    ...judgeClaim(subject, 'acr', (acr) =>
      isText(acr) ? undefined : `\`acr\` is ${quoted(acr)}, not a string`,
    ),
    ...judgeClaim(subject, 'amr', (amr) =>
      Array.isArray(amr) && amr.every(isText)
        ? undefined
        : `\`amr\` is ${quoted(amr)}, not a list of strings`,
    ),
  ],
};
