import { type JsonObject, memberOf, pointerTo } from '../../json.js';
import { isTrustworthy } from '../../keys/fetch-json.js';
import { privateMembersOf } from '../../keys/jwk.js';
import { quoted } from '../quote.js';
import type { Match, ServerRule } from '../rule.js';
import { oidc, rfc } from '../source.js';
import type { ServerSubject } from '../subject.js';

/** Looks at every key of a key set. */
function judgeKeys(
  { keys }: ServerSubject,
  judge: (key: JsonObject, index: number) => string | undefined,
): readonly Match[] {
  return keys.flatMap((key, index) => {
    const message = judge(key, index);
    return message === undefined ? [] : [{ message, at: pointerTo('keys', String(index)) }];
  });
}

export const jwksPrivateMembers: ServerRule = {
  id: 'jwks.private-members',
  title: 'a private key that is published',
  severity: 'critical',
  about: 'server',
  sources: [rfc(7517, '9.2'), rfc(8414, '2')],
  advice: 'publish the public half only, and make a new key: anybody can sign with this one',
  judge: (server) =>
    judgeKeys(server, (key) => {
      const found = privateMembersOf(key).filter((name) => name !== 'k');
      return found.length === 0 ? undefined : `the key has ${found.map((name) => `\`${name}\``).join(', ')}`;
    }),
};

export const jwksOctKey: ServerRule = {
  id: 'jwks.oct-key',
  title: 'a secret that is published',
  severity: 'critical',
  about: 'server',
  sources: [rfc(7517, '9.2'), rfc(7518, '6.4')],
  advice: 'take the secret out of the key set, and change it: anybody can sign with this one',
  judge: (server) =>
    judgeKeys(server, (key) =>
      memberOf(key, 'kty') === 'oct' ? 'the key is a shared secret (`oct`)' : undefined,
    ),
};

/** Keys of different types may share an id where they are alternatives to each other. */
export const jwksDuplicateKid: ServerRule = {
  id: 'jwks.duplicate-kid',
  title: 'two keys of one id',
  severity: 'medium',
  about: 'server',
  sources: [rfc(7517, '4.5')],
  advice: 'give every key an id of its own, such as its thumbprint (RFC 7638)',
  judge: (server) => {
    const named = (key: JsonObject): string => JSON.stringify([memberOf(key, 'kty'), memberOf(key, 'kid')]);
    const first = new Map<string, number>();
    return judgeKeys(server, (key, index) => {
      const kid = memberOf(key, 'kid');
      if (kid === undefined) return undefined;
      const before = first.get(named(key));
      if (before !== undefined) return `the key has the same \`kid\` as key ${before}, ${quoted(kid)}`;
      first.set(named(key), index);
      return undefined;
    });
  },
};

const SAY_WHAT_FOR = ['use', 'key_ops', 'alg'];

export const jwksNoUse: ServerRule = {
  id: 'jwks.no-use',
  title: 'a key for anything',
  severity: 'medium',
  about: 'server',
  sources: [rfc(7517, '4.2'), oidc('Discovery', 'ProviderMetadata', '3')],
  advice: 'say with `use` and `alg` what each key is for',
  judge: (server) =>
    judgeKeys(server, (key) =>
      SAY_WHAT_FOR.some((name) => memberOf(key, name) !== undefined)
        ? undefined
        : 'nothing says what the key is for: no `use`, no `alg`',
    ),
};

/** Where metadata names the key set, and else where it was fetched. */
function keySetPlace({ metadata, keySetUrl }: ServerSubject): { url: string; at: string } | undefined {
  const named = metadata ? memberOf(metadata, 'jwks_uri') : undefined;
  if (typeof named === 'string') return { url: named, at: '/metadata/jwks_uri' };
  return keySetUrl === null ? undefined : { url: keySetUrl, at: '/keys' };
}

export const jwksHttp: ServerRule = {
  id: 'jwks.http',
  title: 'keys without TLS',
  severity: 'medium',
  about: 'server',
  sources: [rfc(8414, '2'), rfc(8414, '6.1')],
  advice: 'serve the key set over https',
  judge: (server) => {
    const place = keySetPlace(server);
    if (place === undefined || isTrustworthy(place.url)) return [];
    return [{ message: `the key set is at ${quoted(place.url)}`, at: place.at }];
  },
};

export const jwksForeignHost: ServerRule = {
  id: 'jwks.foreign-host',
  title: 'keys from another host',
  severity: 'low',
  about: 'server',
  sources: [rfc(8414, '2'), rfc(8414, '6.2')],
  advice: 'serve the key set from the host of the issuer: whoever holds the other host makes tokens',
  judge: (server) => {
    const place = keySetPlace(server);
    const [own, other] = [hostOf(server.issuer), hostOf(place?.url)];
    if (place === undefined || own === undefined || other === undefined || own === other) return [];
    return [{ message: `the key set is on ${quoted(other)}, the issuer on ${quoted(own)}`, at: place.at }];
  },
};

const hostOf = (url: string | null | undefined): string | undefined =>
  typeof url === 'string' && URL.canParse(url) ? new URL(url).host : undefined;
