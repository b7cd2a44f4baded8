import type { JsonValue } from '../../json.js';
import { rfc, rfc8725bis, type Source } from '../../lint/source.js';
import { type Changes, compact, each, headerWith } from '../compose.js';
import { inModes } from '../modes.js';
import type { JwsMutation } from '../mutation.js';

/** `alg` is no algorithm: with the old signature, and with none. */
function unnamed(name: string, title: string, alg: JsonValue | undefined): JwsMutation {
  return {
    id: `alg.${name}`,
    title,
    of: 'jws',
    class: 'safe',
    needs: [],
    sources: [rfc(7515, '4.1.1'), rfc(8725, '3.1')],
    tests: 'the server falls back to no signature, or to any, where `alg` is none it knows',
    make(original) {
      const header = headerWith(original, { alg });
      return each({
        empty: compact(header, original.payloadPart, ''),
        kept: compact(header, original.payloadPart, original.signaturePart),
      });
    },
  };
}

/** `alg` as no RFC spells it, over a signature that is right. */
function misspelled(
  name: string,
  title: string,
  source: Source,
  spell: (algorithm: string) => string,
): JwsMutation {
  return {
    id: `alg.${name}`,
    title,
    of: 'jws',
    class: 'safe',
    needs: ['issuer-key'],
    sources: [source, rfc(7515, '4.1.1')],
    tests:
      'the server does not compare `alg` character by character, so a list of what is forbidden can be evaded',
    make(original, materials) {
      if (original.algorithm === '') return [{ variant: '', missing: 'known-algorithm' }];
      const changes: Changes = { alg: spell(original.algorithm) };
      return inModes(original, materials, ['stale', 'signed'], '', 'refuse', {
        header: headerWith(original, changes),
      });
    },
  };
}

const FAMILIES: readonly (readonly string[])[] = [
  ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ['ES256', 'ES384', 'ES512'],
  ['HS256', 'HS384', 'HS512'],
  ['EdDSA', 'Ed25519', 'Ed448'],
];

const crossFamily: JwsMutation = {
  id: 'alg.cross-family',
  title: '`alg` names a relative, and the signature stays',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(8725, '3.1'), rfc(7515, '10.7')],
  tests: 'the server takes the algorithm from the token and not from the key',
  make(original) {
    const family = FAMILIES.find((names) => names.includes(original.algorithm));
    if (family === undefined) return [{ variant: '', missing: 'known-algorithm' }];
    const others = family.filter((name) => name !== original.algorithm);
    return each(
      Object.fromEntries(
        others.map((alg) => [
          alg,
          compact(headerWith(original, { alg }), original.payloadPart, original.signaturePart),
        ]),
      ),
    );
  },
};

/** Headers whose `alg` is not what signed the token. */
export const algorithm: readonly JwsMutation[] = [
  unnamed('null', '`alg` is null', null),
  unnamed('empty', '`alg` is empty', ''),
  unnamed('missing', '`alg` is missing', undefined),
  misspelled('lowercase', '`alg` in lower case', rfc8725bis('3.1'), (name) => name.toLowerCase()),
  misspelled('padded', '`alg` with spaces around it', rfc8725bis('3.1'), (name) => ` ${name} `),
  misspelled('nul', '`alg` with a NUL character behind it', rfc8725bis('3.1'), (name) => `${name}\0`),
  crossFamily,
];
