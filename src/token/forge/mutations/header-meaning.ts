import { deflateRawSync } from 'node:zlib';
import type { JsonValue } from '../../json.js';
import { rfc, rfc8725bis, type Source } from '../../lint/source.js';
import { type Changes, compact, encode, headerWith } from '../compose.js';
import { inModes, type Mode } from '../modes.js';
import type { Expected, JwsMutation } from '../mutation.js';
import type { OriginalJws } from '../original.js';
import { tokenOrMissing } from '../token-or-missing.js';

const MODES: readonly Mode[] = ['stale', 'signed'];

interface Meant {
  readonly id: string;
  readonly title: string;
  readonly tests: string;
  readonly sources: readonly [Source, ...Source[]];
  readonly whenSigned: Expected;
}

/** A header that means something else, in every variant signed too where the issuer's key is there. */
function meaning({ whenSigned, ...facts }: Meant, variants: Readonly<Record<string, Changes>>): JwsMutation {
  return {
    ...facts,
    of: 'jws',
    class: 'safe',
    needs: ['issuer-key'],
    make: (original, materials) =>
      Object.entries(variants).flatMap(([variant, changes]) =>
        inModes(original, materials, MODES, variant, whenSigned, { header: headerWith(original, changes) }),
      ),
  };
}

const CRITICAL = 'the server passes over what the header says must be understood';

const critical: readonly JwsMutation[] = [
  meaning(
    {
      id: 'crit.unknown',
      title: '`crit` names an extension that nobody knows',
      tests: CRITICAL,
      sources: [rfc(7515, '4.1.11')],
      whenSigned: 'refuse',
    },
    { '': { crit: ['x-authctl'], 'x-authctl': true } },
  ),
  meaning(
    {
      id: 'crit.empty',
      title: '`crit` is an empty list',
      tests: CRITICAL,
      sources: [rfc(7515, '4.1.11')],
      whenSigned: 'refuse',
    },
    { '': { crit: [] } },
  ),
  meaning(
    {
      id: 'crit.registered',
      title: '`crit` names a parameter that the standard has',
      tests: CRITICAL,
      sources: [rfc(7515, '4.1.11')],
      whenSigned: 'refuse',
    },
    { '': { crit: ['alg'] } },
  ),
  meaning(
    {
      id: 'b64.false',
      title: '`b64` is false: the payload is not encoded, and must not be decoded',
      tests: 'two readers of one signed token see different claims',
      sources: [rfc(7797, '6'), rfc(7797, '7')],
      whenSigned: 'refuse',
    },
    { alone: { b64: false }, critical: { b64: false, crit: ['b64'] } },
  ),
];

/** Types that a token for an API does not have, or that are another one's. */
const TYPES: readonly (readonly [name: string, typ: JsonValue | undefined])[] = [
  ['absent', undefined],
  ['at+jwt', 'at+jwt'],
  ['JOSE', 'JOSE'],
  ['jwt', 'jwt'],
  ['application/jwt', 'application/jwt'],
  ['nul', 'at+jwt\0'],
];

const types: readonly JwsMutation[] = TYPES.map(([name, typ]) =>
  meaning(
    {
      id: `typ.${name}`,
      title: typ === undefined ? '`typ` is missing' : `\`typ\` is ${JSON.stringify(typ)}`,
      tests: 'the server takes a token of one kind for one of another',
      sources: [rfc(8725, '3.11'), rfc(9068, '4')],
      whenSigned: 'either',
    },
    { '': { typ } },
  ),
);

const idTokenAsAccess: JwsMutation = {
  id: 'typ.id-token-as-access',
  title: 'an ID token in the place of an access token',
  of: 'jws',
  class: 'safe',
  needs: ['id-token'],
  sources: [rfc(8725, '2.8'), rfc(8725, '3.12'), rfc(9068, '5')],
  tests: 'the server takes what proves a login for a right to call it',
  make: (_original, { idToken }) => [tokenOrMissing('', idToken, 'id-token')],
};

const refreshAsAccess: JwsMutation = {
  id: 'typ.refresh-as-access',
  title: 'a refresh token in the place of an access token',
  of: 'jws',
  class: 'safe',
  needs: ['refresh-token'],
  sources: [rfc(8725, '2.8'), rfc(6749, '1.5')],
  tests: 'the server takes what lives for weeks for what lives for minutes',
  make: (_original, { refreshToken }) => [tokenOrMissing('', refreshToken, 'refresh-token')],
};

const nested: JwsMutation = {
  id: 'cty.jwt-nested',
  title: 'a signed token around one whose `alg` is none',
  of: 'jws',
  class: 'safe',
  needs: ['issuer-key'],
  sources: [rfc(8725, '3.3'), rfc(7519, '5.2')],
  tests: 'the server checks the outer signature and believes the inner token',
  make(original, materials) {
    const inner = compact(JSON.stringify({ alg: 'none', typ: 'JWT' }), original.payloadPart, '');
    return inModes(original, materials, MODES, '', 'refuse', {
      header: headerWith(original, { cty: 'JWT' }),
      payloadPart: encode(inner),
    });
  },
};

/** Of the text that `zip.bomb` unpacks to. */
const BOMB_BYTES = 32 * 1024 * 1024;

const deflated: JwsMutation = {
  id: 'zip.def',
  title: 'a compressed payload',
  of: 'jws',
  class: 'safe',
  needs: ['issuer-key'],
  sources: [rfc(8725, '3.6'), rfc8725bis('3.15')],
  tests: 'the server unpacks what is for encrypted tokens only',
  make: (original, materials) =>
    inModes(original, materials, MODES, '', 'refuse', {
      header: headerWith(original, { zip: 'DEF' }),
      payloadPart: encode(deflateRawSync(payloadOf(original))),
    }),
};

const bomb: JwsMutation = {
  id: 'zip.bomb',
  title: 'a compressed payload that unpacks to 32 MiB',
  of: 'jws',
  class: 'dangerous',
  needs: ['issuer-key'],
  sources: [rfc8725bis('3.15'), rfc(8725, '3.6')],
  tests: 'the server unpacks without a limit',
  make(original, materials) {
    const padded = Buffer.concat([payloadOf(original), Buffer.alloc(BOMB_BYTES, ' ')]);
    return inModes(original, materials, MODES, '', 'refuse', {
      header: headerWith(original, { zip: 'DEF' }),
      payloadPart: encode(deflateRawSync(padded, { level: 9 })),
    });
  },
};

const payloadOf = ({ payloadPart }: OriginalJws): Buffer => Buffer.from(payloadPart, 'base64url');

/** Headers that change what the token is or how it is read. */
export const headerMeaning: readonly JwsMutation[] = [
  ...critical,
  ...types,
  idTokenAsAccess,
  refreshAsAccess,
  nested,
  deflated,
  bomb,
];
