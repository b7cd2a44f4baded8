import type { Failure } from './failure.js';
import { type JsonObject, memberOf } from './json.js';
import type { JwsToken, SignaturePart } from './parsed-token.js';

/** Extensions that are understood here. @see RFC 7797 */
const UNDERSTOOD: ReadonlySet<string> = new Set(['b64']);

/**
 * What the parameters marked as critical have against a token.
 *
 * @see RFC 7515 section 4.1.11 ("crit"), RFC 7797 sections 3, 6 and 7 ("b64" is the same for all
 * signatures, must be critical, and is not for JWTs)
 */
export function checkCritical(token: JwsToken): readonly Failure[] {
  const bySignature = token.signatures.flatMap((part) => [
    ...listFailures(part),
    ...encodingFailures(part.protectedHeader, token.payload.kind === 'claims'),
  ]);
  return [...bySignature, ...disagreement(token)];
}

/** Otherwise one signature decides how the payload is read, and another one vouches for it. @see RFC 7797 section 3 */
function disagreement({ signatures }: JwsToken): readonly Failure[] {
  const encoded = new Set(
    signatures.map(({ protectedHeader }) => memberOf(protectedHeader, 'b64') !== false),
  );
  return encoded.size > 1 ? [failure('its signatures disagree on how the payload is encoded (`b64`)')] : [];
}

const failure = (message: string): Failure => ({ code: 'critical-header', message });

function listFailures({ protectedHeader, unprotectedHeader }: SignaturePart): readonly Failure[] {
  if (memberOf(unprotectedHeader, 'crit') !== undefined)
    return [failure('`crit` is not protected by the signature')];
  const crit = memberOf(protectedHeader, 'crit');
  if (crit === undefined) return [];
  if (!Array.isArray(crit) || crit.length === 0) return [failure('`crit` is not a list of names')];
  return crit.flatMap((name) => {
    if (typeof name !== 'string' || !UNDERSTOOD.has(name)) {
      return failure(`the header demands the extension ${JSON.stringify(name)}, which is not understood`);
    }
    return memberOf(protectedHeader, name) === undefined
      ? failure(`\`crit\` names \`${name}\`, which is absent`)
      : [];
  });
}

function encodingFailures(header: JsonObject, isJwt: boolean): readonly Failure[] {
  const b64 = memberOf(header, 'b64');
  if (b64 === undefined) return [];
  const crit = memberOf(header, 'crit');
  if (!Array.isArray(crit) || !crit.includes('b64')) return [failure('`b64` is not marked as critical')];
  return b64 === false && isJwt ? [failure('an unencoded payload (`b64: false`) has no place in a JWT')] : [];
}
