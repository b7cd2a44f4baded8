import { isJsonObject, type JsonValue, memberOf } from '../../json.js';
import { judgeClaim } from '../claim-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

function faultOf(details: JsonValue): string | undefined {
  if (!Array.isArray(details)) return '`authorization_details` is not a list';
  const wrong = details.findIndex(
    (entry) => !isJsonObject(entry) || typeof memberOf(entry, 'type') !== 'string',
  );
  return wrong === -1 ? undefined : `entry ${wrong + 1} of \`authorization_details\` names no \`type\``;
}

export const authorizationDetailsType: TokenRule = {
  id: 'authorization_details.type',
  title: 'rights in detail, in another form',
  severity: 'medium',
  about: 'token',
  sources: [rfc(9396, '2'), rfc(9396, '9.1')],
  advice: 'write a list of objects, each with its `type`',
  judge: (subject) => judgeClaim(subject, 'authorization_details', faultOf),
};
