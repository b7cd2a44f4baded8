import { isJsonObject, type JsonObject, memberOf } from '../../json.js';
import { privateMembersOf } from '../../keys/jwk.js';
import { agreementKeyFault } from '../agreement-key.js';
import { judgeText } from '../header-rule.js';
import { quoted } from '../quote.js';
import type { Match, TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** The sender's half of an ECDH agreement. */
export const jweEpkCurve: TokenRule = {
  id: 'jwe.epk-curve',
  title: 'an ephemeral key that is none',
  severity: 'high',
  about: 'token',
  sources: [rfc(8725, '3.4'), rfc(8725, '2.5'), rfc(7518, '4.6.1.1')],
  advice: "refuse this token before computing with its key: check that the point is on the recipient's curve",
  judge: (subject) =>
    judgeText(subject, 'alg', (alg, header) =>
      /^ECDH-ES/.test(alg) ? faultOf(header, subject) : undefined,
    ).map((match): Match => ({ ...match, at: match.at.replace(/\/alg$/, '/epk') })),
};

function faultOf(header: JsonObject, { keys }: TokenSubject): string | undefined {
  const epk = memberOf(header, 'epk');
  if (epk === undefined) return 'there is no `epk`';
  if (!isJsonObject(epk)) return `\`epk\` is ${quoted(epk)}, not a key`;
  if (privateMembersOf(epk).length > 0) return '`epk` holds its private key: everybody can decrypt the token';
  const fault = agreementKeyFault(epk);
  if (fault !== undefined) return `\`epk\` ${fault}`;
  const kid = memberOf(header, 'kid');
  const recipient = keys.find((key) => kid !== undefined && memberOf(key, 'kid') === kid);
  const [own, wanted] = [memberOf(epk, 'crv'), recipient && memberOf(recipient, 'crv')];
  return wanted === undefined || own === wanted
    ? undefined
    : `\`epk\` is on the curve ${String(own)}, the recipient's key on ${quoted(wanted)}`;
}
