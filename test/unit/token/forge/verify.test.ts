import { describe, expect, test } from 'vitest';
import { type ForgedToken, forge } from '../../../../src/token/forge/forge.js';
import { mutations } from '../../../../src/token/forge/registry.js';
import { pinned } from '../../../../src/token/keys/verification-key.js';
import { type VerifyOptions, verify } from '../../../../src/token/verify.js';
import { wellKnownSecrets } from '../../../../src/token/well-known-secrets.js';
import { NOW } from '../../../support/bundled-server.js';
import {
  AUDIENCE,
  encryptedOriginal,
  ISSUER,
  type Issuer,
  issuers,
  KEY_ID,
} from '../../../support/forge-materials.js';

/** What a careful API asks of an access token (RFC 9068 section 4). */
function soundly({ verificationKey, name }: Issuer): VerifyOptions {
  const key = pinned(verificationKey, { kid: KEY_ID, alg: name }) ?? expect.unreachable(name);
  return {
    issuer: ISSUER,
    audience: [AUDIENCE],
    type: 'at+jwt',
    required: ['sub', 'exp', 'iat', 'jti'],
    keys: async () => ({ keys: [key], origin: 'keys.json' }),
  };
}

/** Of the secrets that are all alike, the first three stand for all. */
const STAND_FOR_ALL: readonly string[] = wellKnownSecrets
  .slice(0, 3)
  .map((word) => `hmac.common:${encodeURIComponent(word)}`);

const isTabled = ({ id, mutation }: ForgedToken): boolean =>
  mutation.id !== 'hmac.common' || STAND_FOR_ALL.includes(id);

const ROLE =
  "authentic: whether a role counts is the server's policy, and is asked for with --role or --claim";

/** What `verify` accepts all the same, and why that is right. Every other token is refused. */
const ACCEPTED: Readonly<Record<string, string>> = {
  'ecdsa.s-negated': 'RFC 7518 does not forbid the second of two signatures that are both right',
  'kid.null:signed': 'an id that is no text names no key, and there is one key only',
  'kid.number:signed': 'an id that is no text names no key, and there is one key only',
  'kid.array:signed': 'an id that is no text names no key, and there is one key only',
  'kid.absent:signed': 'without an id the one key that there is is meant',
  'json-serialization.flattened:flattened':
    '`verify` reads the JSON serialization, and the signature is right',
  'json-serialization.flattened:general': '`verify` reads the JSON serialization, and the signature is right',
  'json-serialization.flattened:second-none': 'one of its signatures is right, and only that one counts',
  'json.leading-space:header.signed':
    'white space around JSON is allowed (RFC 8259 section 2), and it is signed',
  'json.leading-space:payload.signed':
    'white space around JSON is allowed (RFC 8259 section 2), and it is signed',
  'claim.role:admin.signed': ROLE,
  'claim.role:administrator.signed': ROLE,
  'claim.role:superadmin.signed': ROLE,
  'claim.role:root.signed': ROLE,
  'claim.roles:signed': ROLE,
  'claim.scope:admin.signed': ROLE,
  'claim.scope:star.signed': ROLE,
  'claim.scp:signed': ROLE,
  'claim.groups:signed': ROLE,
  'claim.authorities:signed': ROLE,
  'claim.permissions:signed': ROLE,
  'claim.admin:admin.signed': ROLE,
  'claim.admin:isAdmin.signed': ROLE,
  'claim.admin:is_admin.signed': ROLE,
  'claim.user_type:signed': ROLE,
  'claim.sub-other:signed':
    'authentic: whose objects it opens is for the server to say; --subject asks for one',
  'claim.tenant-other:tenant.signed': 'authentic: which tenant it opens is for the server to say',
  'time.exp-max:signed': 'authentic and far away; `lint` finds it',
  'time.exp-ms:signed': 'authentic and far away; `lint` finds it',
  'aud.array:with-own.signed': 'the audience is among others (RFC 7519 section 4.1.3)',
  ...juggled('header', 'kid', ['null', 'true', 'false', 'zero'], 'an id that is no text names no key'),
  ...juggled('claim', 'sub', ['marker'], 'compared only where --subject asks for one'),
  ...juggled('claim', 'jti', ['marker'], 'it is there; what it is says nothing'),
  ...juggled('claim', 'client_id', ['null', 'true', 'false', 'zero', 'marker'], 'nothing asks for a client'),
  ...juggled('claim', 'iat', ['zero'], 'a number, and long ago; --max-age asks for more'),
  ...juggled('claim', 'role', ['null', 'true', 'false', 'zero', 'marker'], 'nothing asks for a role'),
};

function juggled(part: string, name: string, values: readonly string[], why: string): Record<string, string> {
  return Object.fromEntries(values.map((value) => [`type-juggle.${part}:${name}.${value}.signed`, why]));
}

describe.each(issuers)('verify with the key of the issuer, $name', (issuer) => {
  const { forged } = forge(issuer.original, mutations, issuer.materials);

  test('accepts the token that the others are made from', async () => {
    const { failures, valid } = await verify(issuer.original.text, NOW, soundly(issuer));
    expect({ failures, valid }).toEqual({ failures: [], valid: true });
  });

  test('refuses every mutation with the code in the table, but for those named above', async () => {
    const rows: string[] = [];
    const accepted: string[] = [];
    for (const { id, token } of forged.filter(isTabled)) {
      const { valid, failures } = await verify(token, NOW, soundly(issuer));
      if (valid) accepted.push(id);
      else rows.push(`${id}: ${failures.map(({ code }) => code).join(' ')}`);
    }
    const exceptions = Object.keys(ACCEPTED).filter(
      (id) => issuer.name === 'ES256' || id !== 'ecdsa.s-negated',
    );
    expect(accepted.toSorted()).toEqual(exceptions.toSorted());
    await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot(`golden/verify-${issuer.name}.txt`);
  });

  test('refuses what nobody signed because of its signature, whatever else is wrong', async () => {
    const unsigned = forged.filter(({ id }) => /[:.](?:stale|none)$/.test(id));
    expect(unsigned.length).toBeGreaterThan(100);
    for (const { id, token } of unsigned) {
      const { failures } = await verify(token, NOW, soundly(issuer));
      const codes = failures.map(({ code }) => code);
      expect(['signature', 'algorithm', 'key-not-found', 'malformed'], id).toContain(codes[0]);
    }
  });
});

test.for([
  { id: 'claim.sub-other:signed', expected: { subject: '2' }, code: 'subject' },
  { id: 'claim.role:admin.signed', expected: { role: 'reader' }, code: 'role' },
  { id: 'type-juggle.claim:iat.zero.signed', expected: { maxAge: 3600 }, code: 'too-old' },
])('$id is refused where more is expected: $code', async ({ id, expected, code }) => {
  const [issuer = expect.unreachable()] = issuers;
  const { forged } = forge(issuer.original, mutations, issuer.materials);
  const token = forged.find((one) => one.id === id)?.token ?? expect.unreachable(id);
  const { failures } = await verify(token, NOW, { ...soundly(issuer), ...expected });
  expect(failures.map((failure) => failure.code)).toEqual([code]);
});

test.each(['A.1', 'A.3'] as const)(
  'nothing made from an encrypted token is accepted (%s)',
  async (appendix) => {
    const [issuer = expect.unreachable()] = issuers;
    const { forged } = forge(encryptedOriginal(appendix), mutations, {
      ...issuer.materials,
      otherToken: undefined,
    });
    expect(forged.length).toBeGreaterThan(8);
    for (const { id, token } of forged) {
      expect((await verify(token, NOW, soundly(issuer))).valid, id).toBe(false);
    }
  },
);
