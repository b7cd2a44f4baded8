import { isoTime } from '../../duration.js';
import { type JsonObject, memberOf } from '../../json.js';
import { type Certificate, certificatesIn, isSameKey } from '../certificate.js';
import { judgeParameter } from '../header-rule.js';
import { algorithmFitsKey, keyInWords } from '../key-fit.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** Judges the chain in each header that has one that can be read. */
function judgeChain(
  subject: TokenSubject,
  judge: (leaf: Certificate, chain: readonly Certificate[], header: JsonObject) => string | undefined,
) {
  return judgeParameter(subject, 'x5c', (x5c, header) => {
    const chain = certificatesIn(x5c);
    const [leaf] = chain;
    return leaf && judge(leaf, chain, header);
  });
}

export const hdrX5c: TokenRule = {
  id: 'hdr.x5c',
  title: 'the token brings its own certificate',
  severity: 'low',
  about: 'token',
  sources: [rfc(7515, '4.1.6'), rfc(8725, '3.10')],
  advice: 'check the chain up to a CA that you chose, or name the key by `kid` and leave `x5c` out',
  judge: (subject) =>
    judgeParameter(subject, 'x5c', (x5c) => {
      const chain = certificatesIn(x5c).length;
      return chain === 0
        ? '`x5c` holds no certificate that can be read'
        : `a chain of ${chain} is worth no more than the CA that its reader trusts`;
    }),
};

export const hdrX5cSelfSigned: TokenRule = {
  id: 'hdr.x5c.self-signed',
  title: 'a certificate that nobody vouches for',
  severity: 'medium',
  about: 'token',
  sources: [rfc(7515, '4.1.6'), rfc(5280, '6.1')],
  advice: 'have the certificate issued by a CA that verifiers trust',
  judge: (subject) =>
    judgeChain(subject, ({ selfSigned }) =>
      selfSigned ? 'the certificate of the signing key is signed by itself' : undefined,
    ),
};

export const hdrX5cExpired: TokenRule = {
  id: 'hdr.x5c.expired',
  title: 'a certificate out of its time',
  severity: 'high',
  about: 'token',
  sources: [rfc(7515, '4.1.6'), rfc(5280, '4.1.2.5')],
  advice: 'renew the certificate',
  judge: (subject) =>
    judgeChain(subject, (_leaf, chain) => {
      const index = chain.findIndex(({ notAfter }) => notAfter < subject.now);
      if (index !== -1) return `certificate ${index + 1} expired at ${timeOf(chain[index]?.notAfter)}`;
      const early = chain.findIndex(({ notBefore }) => notBefore > subject.now);
      return early === -1
        ? undefined
        : `certificate ${early + 1} is not valid before ${timeOf(chain[early]?.notBefore)}`;
    }),
};

const timeOf = (seconds = 0): string => isoTime(seconds) ?? String(seconds);

export const hdrX5cKeyMismatch: TokenRule = {
  id: 'hdr.x5c.key-mismatch',
  title: 'a certificate for another key',
  severity: 'critical',
  about: 'token',
  sources: [rfc(7515, '4.1.6'), rfc(8725, '3.1')],
  advice: "refuse this token: its certificate is not that of the issuer's signing key",
  judge: (subject) =>
    judgeChain(
      subject,
      (leaf, _chain, header) =>
        thumbprintMismatch(leaf, header) ??
        (leaf.key ? keyMismatch(leaf.key, header, subject.keys) : undefined),
    ),
};

function thumbprintMismatch({ sha1, sha256 }: Certificate, header: JsonObject): string | undefined {
  const thumbprints = { 'x5t#S256': sha256, x5t: sha1 };
  const wrong = Object.entries(thumbprints).find(
    ([name, actual]) => (memberOf(header, name) ?? actual) !== actual,
  );
  return wrong && `\`${wrong[0]}\` is not the thumbprint of the certificate in \`x5c\``;
}

function keyMismatch(key: JsonObject, header: JsonObject, given: readonly JsonObject[]): string | undefined {
  const alg = memberOf(header, 'alg');
  if (typeof alg === 'string' && !algorithmFitsKey(alg, key))
    return `\`alg\` is ${alg}, but the certificate is for ${keyInWords(key)}`;
  const kid = memberOf(header, 'kid');
  const named = kid === undefined ? [] : given.filter((candidate) => memberOf(candidate, 'kid') === kid);
  const candidates = named.length > 0 ? named : given;
  if (candidates.length === 0 || candidates.some((candidate) => isSameKey(candidate, key))) return undefined;
  return named.length > 0
    ? 'the certificate is for another key than the one that `kid` names'
    : 'the certificate is for none of the keys that were given';
}

export const hdrX5tSha1: TokenRule = {
  id: 'hdr.x5t-sha1',
  title: 'a certificate named by SHA-1 only',
  severity: 'low',
  about: 'token',
  sources: [rfc(7515, '4.1.8'), rfc(7515, '4.1.7')],
  advice: 'name the certificate by `x5t#S256`',
  judge: (subject) =>
    judgeParameter(subject, 'x5t', (_x5t, header) =>
      memberOf(header, 'x5t#S256') === undefined
        ? 'only `x5t`, a SHA-1 thumbprint, names the certificate'
        : undefined,
    ),
};
