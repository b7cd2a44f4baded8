import { memberOf } from '../../json.js';
import { judgeText } from '../header-rule.js';
import type { Kind } from '../profile.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** The list that tells how tokens of a kind are signed; access tokens have none of their own. */
const LISTS: Readonly<Partial<Record<Kind, string>>> = {
  'id-token': 'id_token_signing_alg_values_supported',
  logout: 'id_token_signing_alg_values_supported',
  dpop: 'dpop_signing_alg_values_supported',
};

export const algNotAdvertised: TokenRule = {
  id: 'alg.not-advertised',
  title: 'an algorithm that the server does not advertise',
  severity: 'medium',
  about: 'token',
  sources: [rfc(8414, '2'), rfc(8725, '3.1')],
  advice: 'sign with an algorithm that the metadata lists, or list this one',
  judge: (subject) => {
    const list = advertised(subject);
    if (list === undefined) return [];
    return judgeText(subject, 'alg', (alg, _header, { part }) =>
      part === null || list.algorithms.includes(alg)
        ? undefined
        : `${quoted(alg)} is not in the metadata's \`${list.name}\``,
    );
  },
};

function advertised({
  kind,
  server,
}: TokenSubject): { name: string; algorithms: readonly unknown[] } | undefined {
  const name = LISTS[kind];
  const algorithms = name && server?.metadata ? memberOf(server.metadata, name) : undefined;
  return name !== undefined && Array.isArray(algorithms) ? { name, algorithms } : undefined;
}
