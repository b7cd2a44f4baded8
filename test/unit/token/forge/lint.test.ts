import { describe, expect, test } from 'vitest';
import { forge } from '../../../../src/token/forge/forge.js';
import { mutations } from '../../../../src/token/forge/registry.js';
import { lintTokens } from '../../../../src/token/lint/lint-tokens.js';
import { NOW } from '../../../support/bundled-server.js';
import { issuers } from '../../../support/forge-materials.js';

/** Rules that see a mutation without a key: each of its tokens breaks at least one of them. */
const SEEN: Readonly<Record<string, readonly string[]>> = {
  'none.none': ['alg.none'],
  'none.None': ['alg.case-variant'],
  'none.NONE': ['alg.case-variant'],
  'none.nOnE': ['alg.case-variant'],
  'none.with-sig': ['alg.none'],
  'none.two-parts': ['alg.none'],
  'none.array': ['alg.not-string'],
  'alg.null': ['alg.not-string'],
  'alg.empty': ['alg.unregistered'],
  'alg.missing': ['alg.missing'],
  'alg.lowercase': ['alg.case-variant'],
  'alg.padded': ['alg.case-variant'],
  'alg.nul': ['alg.unregistered'],
  'sig.strip': ['sig.empty'],
  'sig.drop': ['format.not-compact'],
  'sig.literal-null': ['sig.length'],
  'sig.truncate4': ['sig.length'],
  'ecdsa.psychic': ['sig.psychic'],
  'ecdsa.der': ['sig.der-ecdsa'],
  'b64.noncanonical': ['format.noncanonical-bits'],
  'b64.padding': ['format.padding'],
  'b64.standard-alphabet': ['format.illegal-char'],
  'hmac.blank': ['key.hmac-blank'],
  'jwk.embed': ['hdr.jwk-embedded'],
  'jku.spoof': ['hdr.jku'],
  'x5u.spoof': ['hdr.x5u'],
  'jku.trusted-prefix': ['hdr.jku'],
  'jku.ssrf': ['hdr.jku'],
  'x5c.self-signed': ['hdr.x5c'],
  'x5c.garbage': ['hdr.x5c'],
  'kid.null': ['kid.not-string'],
  'kid.number': ['kid.not-string'],
  'kid.array': ['kid.not-string'],
  'kid.absent': ['kid.missing'],
  'kid.devnull': ['key.hmac-blank'],
  'kid.known-file': ['kid.injection'],
  'kid.sqli': ['kid.injection'],
  'kid.cmd': ['kid.injection'],
  'kid.nosql': ['kid.not-string'],
  'crit.unknown': ['hdr.crit-unknown'],
  'crit.empty': ['hdr.crit-empty'],
  'crit.registered': ['hdr.crit-registered'],
  'b64.false': ['hdr.b64-false'],
  'typ.absent': ['typ.missing'],
  'typ.jwt': ['typ.generic-jwt'],
  'typ.application/jwt': ['typ.prefix'],
  'typ.id-token-as-access': ['typ.confusion'],
  'typ.refresh-as-access': ['exp.lifetime'],
  'cty.jwt-nested': ['nested.inner-none'],
  'zip.def': ['hdr.zip-in-jws'],
  'zip.bomb': ['hdr.zip-in-jws'],
  'json-serialization.flattened': ['format.not-compact'],
  'dup.header-alg': ['format.duplicate-header'],
  'dup.claim-role': ['format.duplicate-claim'],
  'json.bom': ['format.bom'],
  'claim.scope': ['scope.broad'],
  'claim.scp': ['scope.broad'],
  'time.expired': ['exp.past'],
  'time.exp-removed': ['exp.missing'],
  'time.exp-string': ['exp.type'],
  'time.exp-max': ['exp.type'],
  'time.exp-zero': ['exp.past'],
  'time.exp-negative': ['exp.type'],
  'time.exp-ms': ['exp.type'],
  'time.nbf-future': ['nbf.future'],
  'time.iat-future': ['iat.future'],
  'aud.removed': ['aud.missing'],
  'aud.wildcard': ['aud.wildcard'],
  'iss.removed': ['iss.missing'],
  'sub.removed': ['sub.missing'],
  'sub.number': ['claims.type'],
  'sub.object': ['claims.type'],
};

const NEEDS_KEY = 'only who has the key can tell';
const PLAUSIBLE = 'it says what a sound token may say';

/** Mutations that cannot be seen in the token alone, or not in each of its tokens, and why. */
const UNSEEN: Readonly<Record<string, string>> = {
  'alg.cross-family': NEEDS_KEY,
  'sig.flip-bit': NEEDS_KEY,
  'sig.garbage': NEEDS_KEY,
  'sig.other-token': NEEDS_KEY,
  'ecdsa.s-negated': 'both signatures are right',
  'trailing.segment': 'five parts are an encrypted token, as far as can be seen',
  'confusion.rs-hs': NEEDS_KEY,
  'confusion.es-hs': NEEDS_KEY,
  'hmac.common': 'the rule knows the worst of these secrets only',
  'x5t.mismatch': 'a thumbprint says nothing without the certificate',
  'kid.empty': 'an id may be any text',
  'kid.wildcard': 'an id may be any text',
  'kid.default': 'an id may be any text',
  'kid.unknown': NEEDS_KEY,
  'kid.ldap': 'the rule on key ids knows paths, SQL, commands and URLs',
  'kid.proto': 'an id may be any text',
  'typ.at+jwt': PLAUSIBLE,
  'typ.JOSE': 'a type may be any text',
  'typ.nul': 'a type may be any text',
  'json.leading-space': 'white space around JSON is allowed (RFC 8259 section 2)',
  'claim.role': PLAUSIBLE,
  'claim.roles': PLAUSIBLE,
  'claim.groups': PLAUSIBLE,
  'claim.authorities': PLAUSIBLE,
  'claim.permissions': PLAUSIBLE,
  'claim.admin': PLAUSIBLE,
  'claim.user_type': PLAUSIBLE,
  'claim.sub-other': PLAUSIBLE,
  'claim.tenant-other': PLAUSIBLE,
  'time.nbf-removed': PLAUSIBLE,
  'aud.wrong': 'lint does not know whom the token is for, unless it is told',
  'aud.array': PLAUSIBLE,
  'aud.empty': 'an empty list is a list',
  'iss.wrong': 'lint does not know whom the token is from, unless it is told',
  'iss.trailing-slash': 'lint does not know whom the token is from, unless it is told',
  'iss.case': 'lint does not know whom the token is from, unless it is told',
  'iss.unicode-confusable': 'lint does not know whom the token is from, unless it is told',
  'type-juggle.header': 'some of these values are plausible',
  'type-juggle.claim': 'some of these values are plausible',
  reflected: 'some of these values are plausible',
};

const rulesBrokenBy = (text: string): readonly string[] =>
  lintTokens([{ text, origin: 'test' }], NOW).findings.map(({ id }) => id);

const ofSigned = mutations.filter(({ of }) => of === 'jws');

test('every mutation of a signed token is in one of the two tables', () => {
  const named = [...Object.keys(SEEN), ...Object.keys(UNSEEN)];
  expect(named.toSorted()).toEqual(ofSigned.map(({ id }) => id).toSorted());
});

describe.each(issuers)('from a token signed with $name', ({ original, materials }) => {
  const base = rulesBrokenBy(original.text);

  test('the good token breaks none of these rules', () => {
    expect(
      Object.values(SEEN)
        .flat()
        .filter((rule) => base.includes(rule)),
    ).toEqual([]);
  });

  test('lint sees every token of every mutation that can be seen', () => {
    const visible = ofSigned.filter(({ id }) => Object.hasOwn(SEEN, id));
    const { forged } = forge(original, visible, materials);
    const overlooked = forged.filter(
      ({ mutation, token }) => !rulesBrokenBy(token).some((rule) => SEEN[mutation.id]?.includes(rule)),
    );
    expect(overlooked.map(({ id }) => id)).toEqual([]);
    expect(forged.length).toBeGreaterThan(100);
  });
});
