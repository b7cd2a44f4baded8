import { memberOf } from '../../json.js';
import { rfc, rfc8725bis } from '../../lint/source.js';
import { compact, each, encode, headerWith } from '../compose.js';
import { inModes } from '../modes.js';
import type { Attempt, JwsMutation } from '../mutation.js';
import type { OriginalJws } from '../original.js';

const serialized: JwsMutation = {
  id: 'json-serialization.flattened',
  title: 'the same token in the JSON serialization, also with `alg` none outside the signature',
  of: 'jws',
  class: 'safe',
  needs: [],
  sources: [rfc(7519, '1'), rfc(7515, '7.2'), rfc8725bis('3.14')],
  tests: 'the server reads a form that tokens do not have, with headers that nobody signed',
  make({ headerPart, payloadPart, signaturePart }) {
    const none = { header: { alg: 'none' }, signature: '' };
    return each({
      flattened: JSON.stringify({ payload: payloadPart, protected: headerPart, signature: signaturePart }),
      general: JSON.stringify({
        payload: payloadPart,
        signatures: [{ protected: headerPart, signature: signaturePart }],
      }),
      'unprotected-none': JSON.stringify({ payload: payloadPart, ...none }),
      'second-none': JSON.stringify({
        payload: payloadPart,
        signatures: [{ protected: headerPart, signature: signaturePart }, none],
      }),
    });
  },
};

/** A JSON object with one more member written before or behind the others, whatever is there already. */
function withMember(json: string, member: string, place: 'first' | 'last'): string {
  const inside = json.slice(1, -1);
  if (inside === '') return `{${member}}`;
  return place === 'first' ? `{${member},${inside}}` : `{${inside},${member}}`;
}

const PLACES = ['first', 'last'] as const;

const doubleAlg: JwsMutation = {
  id: 'dup.header-alg',
  title: '`alg` twice: none, and the real one',
  of: 'jws',
  class: 'safe',
  needs: ['issuer-key'],
  sources: [rfc(7515, '4'), rfc(7515, '10.12')],
  tests: 'two readers of one header see different algorithms',
  make(original, materials): readonly Attempt[] {
    const headers = PLACES.map((place) => ({
      place,
      header: withMember(headerWith(original, {}), '"alg":"none"', place),
    }));
    return headers.flatMap(({ place, header }) => [
      ...each({ [`none-${place}.unsigned`]: compact(header, original.payloadPart, '') }),
      ...inModes(original, materials, ['stale', 'signed'], `none-${place}`, 'refuse', { header }),
    ]);
  },
};

const doubleRole: JwsMutation = {
  id: 'dup.claim-role',
  title: '`role` twice: admin, and the real one',
  of: 'jws',
  class: 'safe',
  needs: ['issuer-key', 'claims'],
  sources: [rfc(7519, '4'), rfc(7515, '10.12')],
  tests: 'two readers of one token see different roles',
  make(original, materials): readonly Attempt[] {
    const { claims } = original;
    if (claims === null) return [{ variant: '', missing: 'claims' }];
    const role = memberOf(claims, 'role') ?? 'reader';
    const json = JSON.stringify({ ...claims, role });
    return PLACES.flatMap((place) =>
      inModes(original, materials, ['stale', 'none', 'signed'], `admin-${place}`, 'refuse', {
        payloadPart: encode(withMember(json, '"role":"admin"', place)),
      }),
    );
  },
};

/** Text before the JSON of the header or the payload. */
function prefixed(name: string, title: string, prefix: string, tests: string): JwsMutation {
  return {
    id: `json.${name}`,
    title,
    of: 'jws',
    class: 'safe',
    needs: ['issuer-key'],
    sources: [rfc(8259, '8.1'), rfc(8725, '3.7')],
    tests,
    make: (original, materials) => [
      ...inModes(original, materials, ['stale', 'signed'], 'header', 'either', {
        header: `${prefix}${textOf(original.headerPart)}`,
      }),
      ...inModes(original, materials, ['stale', 'signed'], 'payload', 'either', {
        payloadPart: encode(`${prefix}${textOf(original.payloadPart)}`),
      }),
    ],
  };
}

const textOf = (part: OriginalJws['headerPart']): string => Buffer.from(part, 'base64url').toString('utf8');

/** Tokens whose JSON two readers may read differently. */
export const jsonText: readonly JwsMutation[] = [
  serialized,
  doubleAlg,
  doubleRole,
  prefixed(
    'bom',
    'a byte order mark before the JSON',
    '\ufeff',
    'a filter before the server reads the token otherwise than the server',
  ),
  prefixed(
    'leading-space',
    'a space before the JSON',
    ' ',
    'a filter that looks for `eyJ` does not see a token where the server does',
  ),
];
