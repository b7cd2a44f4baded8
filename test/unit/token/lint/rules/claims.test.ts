import { describe, expect, test } from 'vitest';
import { CLAIMS, findingsOf, HEADER, NOW, tokenOf } from '../tokens.js';

type Claims = Readonly<Record<string, unknown>>;

/** Findings of a family on a sound access token with some claims changed; undefined takes a claim away. */
const onAccessToken = (family: string, claims: Claims, options = {}) =>
  findingsOf(family, tokenOf(HEADER, { ...CLAIMS, ...claims }), options);

const UNTYPED = { ...HEADER, typ: 'JWT' };
const idTokenClaims: Claims = {
  iss: 'https://as.example',
  sub: '2',
  aud: 'client',
  iat: NOW - 60,
  exp: NOW + 600,
  nonce: 'n',
};
const logoutClaims: Claims = {
  iss: 'https://as.example',
  sub: '2',
  aud: 'client',
  iat: NOW - 60,
  exp: NOW + 60,
  jti: CLAIMS.jti,
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
};
const proofClaims: Claims = { jti: CLAIMS.jti, htm: 'GET', htu: 'https://api.example/me', iat: NOW };
const plainClaims: Claims = {
  iss: 'https://as.example',
  sub: '2',
  aud: 'https://api.example',
  iat: NOW - 60,
  exp: NOW + 600,
  jti: CLAIMS.jti,
};

/** A sound token of each kind. */
const soundTokens = {
  'access-token': [HEADER, CLAIMS],
  'id-token': [UNTYPED, idTokenClaims],
  logout: [{ ...HEADER, typ: 'logout+jwt' }, logoutClaims],
  dpop: [{ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty: 'EC' } }, proofClaims],
  other: [UNTYPED, plainClaims],
} as const;

describe('claims that must be there', () => {
  const missing = (kind: keyof typeof soundTokens, claim: string) => {
    const [header, claims] = soundTokens[kind];
    const token = tokenOf(header, { ...claims, [claim]: undefined });
    return findingsOf('', token).filter((line) => line.includes('.missing'));
  };

  test.for(Object.entries(soundTokens))('%s: none is missing from a sound one', ([, [header, claims]]) => {
    expect(
      findingsOf('', tokenOf(header, claims)).filter((line) => line.includes('.missing /payload')),
    ).toEqual([]);
  });

  test.for([
    ['access-token', 'iss', 'high iss.missing /payload: there is no `iss`'],
    ['access-token', 'sub', 'high sub.missing /payload: there is no `sub`'],
    ['access-token', 'aud', 'high aud.missing /payload: there is no `aud`'],
    ['access-token', 'exp', 'high exp.missing /payload: there is no `exp`'],
    ['access-token', 'iat', 'medium iat.missing /payload: there is no `iat`'],
    ['access-token', 'jti', 'medium jti.missing /payload: there is no `jti`'],
    ['access-token', 'client_id', 'medium client_id.missing /payload: there is no `client_id`'],
    ['access-token', 'scope', 'low scope.missing /payload: there is no `scope`, nor any role'],
    ['id-token', 'iss', 'high iss.missing /payload: there is no `iss`'],
    ['id-token', 'aud', 'high aud.missing /payload: there is no `aud`'],
    ['id-token', 'exp', 'high exp.missing /payload: there is no `exp`'],
    ['id-token', 'iat', 'medium iat.missing /payload: there is no `iat`'],
    ['logout', 'sub', 'high sub.missing /payload: there is no `sub` and no `sid`'],
    ['logout', 'jti', 'medium jti.missing /payload: there is no `jti`'],
    ['logout', 'exp', 'high exp.missing /payload: there is no `exp`'],
    ['logout', 'events', 'high events.missing /payload: there is no `events`'],
    ['dpop', 'htm', 'high htm.missing /payload: there is no `htm`'],
    ['dpop', 'htu', 'high htu.missing /payload: there is no `htu`'],
    ['dpop', 'jti', 'high jti.missing /payload: there is no `jti`'],
    ['dpop', 'iat', 'high iat.missing /payload: there is no `iat`'],
    ['other', 'iss', 'medium iss.missing /payload: there is no `iss`'],
    ['other', 'sub', 'low sub.missing /payload: there is no `sub`'],
    ['other', 'aud', 'medium aud.missing /payload: there is no `aud`'],
    ['other', 'exp', 'high exp.missing /payload: there is no `exp`'],
    ['other', 'iat', 'low iat.missing /payload: there is no `iat`'],
    ['other', 'jti', 'low jti.missing /payload: there is no `jti`'],
  ] as const)('%s without %s', ([kind, claim, finding]) => {
    expect(missing(kind, claim).filter((line) => !line.includes('typ.') && !line.includes('kid.'))).toEqual([
      finding,
    ]);
  });

  test.for([
    [
      'a logout token for a session',
      'sub.missing',
      tokenOf(soundTokens.logout[0], { ...logoutClaims, sub: undefined, sid: 's' }),
      [],
    ],
    [
      'a client under another name',
      'client_id.missing',
      tokenOf(HEADER, { ...CLAIMS, client_id: undefined, azp: 'authctl' }),
      ['low client_id.missing /payload: there is no `client_id`, only `azp`'],
    ],
    [
      'rights by role',
      'scope.missing',
      tokenOf(HEADER, { ...CLAIMS, scope: undefined, roles: ['reader'] }),
      [],
    ],
    ['a security event', '', tokenOf({ ...HEADER, typ: 'secevent+jwt' }, { iss: 'https://as.example' }), []],
    [
      'a payload that is no claims set',
      '',
      tokenOf(HEADER, '[]'),
      ['high format.payload-not-object /payload: the payload is not a JSON object'],
    ],
  ] as const)('%s', ([, family, token, findings]) => {
    expect(findingsOf(family, token)).toEqual(findings);
  });
});

describe('who issued it', () => {
  test.for([
    ['https://as.example', []],
    ['http://127.0.0.1:4455', []],
    ['http://localhost:8080/realms/demo', []],
    [
      'http://as.example',
      ['medium iss.not-https /payload/iss: the issuer `http://as.example` is reached without TLS'],
    ],
    [
      'http://127.0.0.1.example',
      ['medium iss.not-https /payload/iss: the issuer `http://127.0.0.1.example` is reached without TLS'],
    ],
    ['joe', ['low iss.not-https /payload/iss: the issuer `joe` is no URL, so its keys cannot be found']],
  ] as const)('%s', ([iss, findings]) => {
    expect(onAccessToken('iss.', { iss })).toEqual(findings);
  });

  test('a name is enough where nobody looks for keys', () => {
    expect(findingsOf('iss.', tokenOf(UNTYPED, { ...plainClaims, iss: 'joe' }))).toEqual([]);
  });

  const from = (issuer: string | null) => ({ server: { issuer, metadata: null, keySetUrl: null, keys: [] } });

  test.for([
    { iss: 'https://as.example', expected: 'https://as.example', findings: [] },
    { iss: 'https://as.example', expected: null, findings: [] },
    {
      iss: 'https://as.example/',
      expected: 'https://as.example',
      findings: [
        'critical iss.mismatch /payload/iss: the issuer is `https://as.example/`, not `https://as.example`: the two differ in the slash at the end',
      ],
    },
    {
      iss: 'https://AS.example',
      expected: 'https://as.example',
      findings: [
        'critical iss.mismatch /payload/iss: the issuer is `https://AS.example`, not `https://as.example`',
      ],
    },
  ])('$iss from $expected', ({ iss, expected, findings }) => {
    expect(onAccessToken('iss.mismatch', { iss }, from(expected))).toEqual(findings);
  });
});

test.for([
  [{ sub: '2' }, []],
  [{ sub: 'agus@campus' }, []],
  [{ sub: 'a@b.example' }, ['low sub.pii /payload/sub: `sub` is a mail address']],
  [{ sub: '+62 812 0000 0000' }, ['low sub.pii /payload/sub: `sub` is a telephone number']],
  [{ sub: '628120000000' }, []],
  [
    { sub: 'authctl' },
    [
      'info sub.equals-client-id /payload/sub: `sub` and `client_id` are the same: the client acts for itself',
    ],
  ],
  [
    { sub: 'authctl', username: 'agus' },
    [
      'medium sub.equals-client-id /payload/sub: `sub` and `client_id` are the same, and yet there is `username`, as of a user',
    ],
  ],
] as const)('the subject of %j', ([claims, findings]) => {
  expect(onAccessToken('sub.', claims)).toEqual(findings);
});

test.for([
  ['https://api.example', []],
  [['https://api.example'], []],
  [['https://api.example', 'https://as.example/userinfo'], []],
  [
    ['https://api.example', 'https://other.example'],
    ['medium aud.multiple /payload/aud: there are 2 audiences'],
  ],
  [['articles', 'users'], ['medium aud.multiple /payload/aud: there are 2 audiences']],
  [['articles', 'articles'], []],
  ['*', ['high aud.wildcard /payload/aud: the audience `*` stands for anybody']],
  [
    'https://*.example',
    ['high aud.wildcard /payload/aud: the audience `https://*.example` stands for anybody'],
  ],
  ['', ['high aud.wildcard /payload/aud: the audience `` stands for anybody']],
  [
    'authctl',
    ['high aud.is-client-id /payload/aud: the audience is the client, `authctl`, as in an ID token'],
  ],
] as const)('meant for %j', ([aud, findings]) => {
  expect(onAccessToken('aud.', { aud })).toEqual(findings);
});

test('an ID token is for its client, and may be for several', () => {
  const claims = { ...idTokenClaims, aud: ['a', 'b'], azp: 'a', client_id: 'a' };
  expect(findingsOf('aud.', tokenOf(UNTYPED, claims))).toEqual([]);
});

test.for([
  { aud: 'https://api.example', audience: 'https://api.example', findings: [] },
  { aud: ['a', 'https://api.example'], audience: 'https://api.example', findings: [] },
  {
    aud: 'https://api.example/',
    audience: 'https://api.example',
    findings: [
      'critical aud.mismatch /payload/aud: the audience is `https://api.example/`, not `https://api.example`',
    ],
  },
  {
    aud: ['a'],
    audience: 'https://api.example',
    findings: ['critical aud.mismatch /payload/aud: the audience is `["a"]`, not `https://api.example`'],
  },
])('$aud for $audience', ({ aud, audience, findings }) => {
  expect(onAccessToken('aud.mismatch', { aud }, { audience })).toEqual(findings);
});

describe('times', () => {
  test.for([
    ['lasting', {}, []],
    ['for an hour', { iat: NOW, exp: NOW + 3_600 }, []],
    ['over in a second', { iat: NOW - 10, exp: NOW + 1 }, []],
    ['over now', { exp: NOW }, ['high exp.past /payload/exp: the token expired now']],
    [
      'over for a minute',
      { iat: NOW - 120, exp: NOW - 60 },
      ['high exp.past /payload/exp: the token expired 1 minute ago'],
    ],
    [
      'for a second more than an hour',
      { iat: NOW, exp: NOW + 3_601 },
      ['medium exp.lifetime /payload/exp: the token lives 1 hour, more than an hour'],
    ],
    [
      'for a day',
      { iat: NOW, exp: NOW + 86_400 },
      ['medium exp.lifetime /payload/exp: the token lives 1 day, more than an hour'],
    ],
    [
      'for a week',
      { iat: NOW, exp: NOW + 604_800 },
      ['high exp.lifetime /payload/exp: the token lives 7 days, more than a day'],
    ],
    [
      'for a week from nobody knows when',
      { iat: undefined, exp: NOW + 604_800 },
      ['high exp.lifetime /payload/exp: the token is still good for 7 days, more than a day'],
    ],
    ['for a week from nbf', { iat: undefined, nbf: NOW + 604_000, exp: NOW + 604_800 }, []],
    [
      'in a string',
      { exp: String(NOW + 600) },
      ['high exp.type /payload/exp: `exp` is not a number of seconds'],
    ],
    [
      'in milliseconds',
      { iat: undefined, exp: (NOW + 600) * 1000 },
      ['high exp.type /payload/exp: `exp` seems to be in milliseconds; seconds are meant'],
    ],
    [
      'before 1970',
      { iat: -20, exp: -10 },
      [
        'high exp.type /payload/exp: `exp` lies before 1970',
        'high exp.past /payload/exp: the token expired 56 years 14 days ago',
      ],
    ],
    [
      'with a fraction',
      { exp: NOW + 0.5 },
      ['low exp.type /payload/exp: `exp` has a fraction of a second, which some verifiers refuse'],
    ],
  ] as const)('%s', ([, claims, findings]) => {
    expect(onAccessToken('exp.', claims)).toEqual(findings);
  });

  test.for([
    [{ iat: NOW + 60 }, []],
    [
      { iat: NOW + 61 },
      ['medium iat.future /payload/iat: the token says that it is issued in 1 minute 1 second'],
    ],
    [{ nbf: NOW + 60 }, []],
    [{ nbf: NOW + 300 }, ['medium nbf.future /payload/nbf: the token becomes valid in 5 minutes']],
    [{ iat: '5' }, ['medium iat.type /payload/iat: `iat` is not a number of seconds']],
    [
      { auth_time: (NOW - 60) * 1000, iat: NOW - 60 },
      [
        'medium auth_time.type /payload/auth_time: `auth_time` seems to be in milliseconds; seconds are meant',
      ],
    ],
    [{ auth_time: NOW, iat: NOW - 60 }, []],
    [
      { auth_time: NOW, iat: NOW - 61 },
      [
        'high time.order /payload/iat: the login came after the token: `auth_time` is 1767225600, `iat` 1767225539',
      ],
    ],
    [
      { iat: NOW - 10, exp: NOW - 10 },
      [
        'high exp.past /payload/exp: the token expired 10 seconds ago',
        'high time.order /payload/exp: the token expires no later than it is issued: `iat` is 1767225590, `exp` 1767225590',
      ],
    ],
    [
      { nbf: NOW + 700 },
      [
        'high time.order /payload/exp: the token expires no later than it becomes valid: `nbf` is 1767226300, `exp` 1767226200',
        'medium nbf.future /payload/nbf: the token becomes valid in 11 minutes 40 seconds',
      ],
    ],
  ] as const)('%j', ([claims, findings]) => {
    expect(onAccessToken('', claims)).toEqual(findings);
  });

  test('an ID token may outlive the hour, a logout token not two minutes', () => {
    const long = { iat: NOW, exp: NOW + 36_000 };
    expect(findingsOf('exp.', tokenOf(UNTYPED, { ...idTokenClaims, ...long }))).toEqual([]);
    expect(findingsOf('exp.', tokenOf(soundTokens.logout[0], { ...logoutClaims, ...long }))).toEqual([
      'low exp.lifetime /payload/exp: the token lives 10 hours, more than two minutes',
    ]);
  });
});

test.for([
  ['0b8f0f9e-3c6b-4ef3-9f5e-7b1a5d1c2e3f', []],
  ['dbe39bf3a3ba4238a513f51d6e1691c4', []],
  ['V1StGXR8_Z5jdHi6B-myT', []],
  ['0123456789abcdef', []],
  ['12345', ['low jti.low-entropy /payload/jti: `jti` has 5 characters that hold 16 bits at most']],
  ['1767225600123', ['low jti.low-entropy /payload/jti: `jti` has 13 characters that hold 43 bits at most']],
  ['', ['low jti.low-entropy /payload/jti: `jti` has 0 characters that hold 0 bits at most']],
  [
    '00000000-0000-0000-0000-000000000000',
    ['low jti.low-entropy /payload/jti: `jti` has 36 characters that hold 0 bits at most'],
  ],
] as const)('the id %j', ([jti, findings]) => {
  expect(onAccessToken('jti.', { jti })).toEqual(findings);
});

test.for([
  [{ sub: 2 }, ['medium claims.type /payload/sub: `sub` is `2`, not a string']],
  [{ iss: null }, ['medium claims.type /payload/iss: `iss` is `null`, not a string']],
  [
    { aud: ['a', 1] },
    ['medium claims.type /payload/aud: `aud` is `["a",1]`, not a string or a list of strings'],
  ],
  [{ jti: { a: 1 } }, ['medium claims.type /payload/jti: `jti` is `{"a":1}`, not a string']],
  [{ client_id: 1 }, ['medium claims.type /payload/client_id: `client_id` is `1`, not a string']],
] as const)('types in %j', ([claims, findings]) => {
  expect(onAccessToken('claims.type', claims)).toEqual(findings);
});

test.for([
  [{ scope: 'articles:read articles:write' }, []],
  [{ scope: '' }, []],
  [
    { scope: 'articles:read,write' },
    ['medium scope.type /payload/scope: `scope` has commas between the scopes'],
  ],
  [{ scope: ['articles:read'] }, ['medium scope.type /payload/scope: `scope` is a list']],
  [{ scope: 7 }, ['medium scope.type /payload/scope: `scope` is `7`, not a string']],
  [{ scope: undefined, scp: 'a' }, ['low scope.type /payload/scp: the scopes are called `scp`']],
  [{ scope: 'openid *' }, ['medium scope.broad /payload/scope: the scope `*` is for everything']],
  [{ scope: 'Admin' }, ['medium scope.broad /payload/scope: the scope `Admin` is for everything']],
  [{ scope: 'all:all' }, ['medium scope.broad /payload/scope: the scope `all:all` is for everything']],
  [
    { scope: undefined, scp: ['*'] },
    [
      'medium scope.broad /payload/scp: the scope `*` is for everything',
      'low scope.type /payload/scp: the scopes are called `scp`',
    ],
  ],
  [{ scope: 'users:admin articles:* admin:read allowed' }, []],
] as const)('scopes in %j', ([claims, findings]) => {
  expect(onAccessToken('scope.', claims)).toEqual(findings);
});

test.for([
  [{ roles: ['reader'] }, []],
  [{ role: 'reader', roles: ['reader'] }, []],
  [{ role: 'reader' }, ['info roles.nonstandard /payload/role: what the bearer is stands in `role` only']],
  [
    { 'cognito:groups': ['reader'] },
    ['info roles.nonstandard /payload/cognito:groups: what the bearer is stands in `cognito:groups` only'],
  ],
  [
    { realm_access: { roles: [] } },
    ['info roles.nonstandard /payload/realm_access: what the bearer is stands in `realm_access` only'],
  ],
] as const)('roles in %j', ([claims, findings]) => {
  expect(onAccessToken('roles.', claims)).toEqual(findings);
});

describe('bound to a key', () => {
  const jkt = 'A'.repeat(43);

  test.for([
    [{ jkt }, []],
    [{ 'x5t#S256': jkt }, []],
    [{ kid: 'a' }, []],
    [{ jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }, kid: 'a' }, []],
    ['jkt', ['high cnf.malformed /payload/cnf: `cnf` is `jkt`, not an object']],
    [{}, ['high cnf.malformed /payload/cnf: `cnf` is empty: it binds the token to nothing']],
    [
      { jkt: 'short' },
      ['high cnf.malformed /payload/cnf: `jkt` in `cnf` is not a SHA-256 hash in base64url'],
    ],
    [{ jwk: {} }, ['high cnf.malformed /payload/cnf: `jwk` in `cnf` is not a key']],
    [
      { jwk: { kty: 'EC', d: 'AA' } },
      ['high cnf.malformed /payload/cnf: `jwk` in `cnf` holds a private or secret key'],
    ],
    [{ kid: 1 }, ['high cnf.malformed /payload/cnf: `kid` in `cnf` is not a string']],
    [{ jkt, 'x5t#S256': jkt }, ['high cnf.multiple /payload/cnf: `cnf` names 2 keys: jkt, x5t#S256']],
  ] as const)('%j', ([cnf, findings]) => {
    expect(onAccessToken('cnf.', { cnf })).toEqual(findings);
  });

  const offering = (metadata: object) => ({
    server: { issuer: 'https://as.example', metadata, keySetUrl: null, keys: [] },
  });

  test.for([
    [{}, {}, []],
    [{ dpop_signing_alg_values_supported: [] }, {}, []],
    [{ dpop_signing_alg_values_supported: ['ES256'] }, { cnf: { jkt } }, []],
    [
      { dpop_signing_alg_values_supported: ['ES256'] },
      {},
      ['info cnf.absent /payload: whoever has the token can use it, and the server offers DPoP'],
    ],
    [
      { tls_client_certificate_bound_access_tokens: true },
      {},
      ['info cnf.absent /payload: whoever has the token can use it, and the server offers mutual TLS'],
    ],
  ] as const)('a bearer token of a server with %j and %j', ([metadata, claims, findings]) => {
    expect(onAccessToken('cnf.', claims, offering(metadata))).toEqual(findings);
  });
});

test.for([
  ['acr-amr.', { acr: '1', amr: ['pwd', 'otp'] }, []],
  ['acr-amr.', { acr: 1 }, ['low acr-amr.type /payload/acr: `acr` is `1`, not a string']],
  ['acr-amr.', { amr: 'pwd' }, ['low acr-amr.type /payload/amr: `amr` is `pwd`, not a list of strings']],
  ['act.', { act: { sub: 'a' } }, []],
  [
    'act.',
    { act: { sub: 'a', act: { sub: 'b' } } },
    ['info act.chain /payload/act: 2 actors stand in a chain'],
  ],
  ['authorization_details.', { authorization_details: [{ type: 'payment' }] }, []],
  [
    'authorization_details.',
    { authorization_details: { type: 'payment' } },
    [
      'medium authorization_details.type /payload/authorization_details: `authorization_details` is not a list',
    ],
  ],
  [
    'authorization_details.',
    { authorization_details: [{ type: 'payment' }, {}] },
    [
      'medium authorization_details.type /payload/authorization_details: entry 2 of `authorization_details` names no `type`',
    ],
  ],
] as const)('%s %j', ([family, claims, findings]) => {
  expect(onAccessToken(family, claims)).toEqual(findings);
});

describe('secrets', () => {
  const id = 'high claims.secret-material';
  test.for([
    [{ password: 'hunter2' }, [`${id} /payload/password: the claim is called \`password\``]],
    [
      { user: { Client_Secret: 'x' } },
      [`${id} /payload/user/Client_Secret: the claim is called \`Client_Secret\``],
    ],
    [{ note: '-----BEGIN RSA PRIVATE KEY-----\nAA' }, [`${id} /payload/note: the claim holds a private key`]],
    [{ note: '-----BEGIN PRIVATE KEY-----' }, [`${id} /payload/note: the claim holds a private key`]],
    [{ keys: ['x', 'AKIAIOSFODNN7EXAMPLE'] }, [`${id} /payload/keys/1: the claim holds an AWS access key`]],
    [{ hash: '$2b$10$abcdefghijklmnopqrstuv' }, [`${id} /payload/hash: the claim holds a hashed password`]],
    [{ db: 'postgres://app:pw@db/x' }, [`${id} /payload/db: the claim holds a URL with a password`]],
    [{ password: '' }, []],
    [{ password: true, secret: 5, password_changed_at: 'yesterday', pwd_url: 'https://as.example/pw' }, []],
    [{ cert: '-----BEGIN PUBLIC KEY-----' }, []],
  ] as const)('%j', ([claims, findings]) => {
    expect(onAccessToken('claims.secret', claims)).toEqual(findings);
  });

  test('are never shown', () => {
    const findings = onAccessToken('', { password: 'hunter2-hunter2', db: 'postgres://app:hunter2-pw@db/x' });
    expect(findings.length).toBeGreaterThan(1);
    expect(findings.join('\n')).not.toContain('hunter2');
  });
});

test.for([
  ['access-token', { username: 'agus', name: 'agus' }, []],
  [
    'access-token',
    { email: 'a@b.example' },
    ['medium claims.pii /payload/email: the token holds a mail address'],
  ],
  ['access-token', { email: '' }, []],
  [
    'other',
    { birthdate: '2000-01-01' },
    ['low claims.pii /payload/birthdate: the token holds a date of birth'],
  ],
  ['id-token', { email: 'a@b.example', given_name: 'a' }, []],
] as const)('personal claims of %s with %j', ([profile, claims, findings]) => {
  expect(onAccessToken('claims.pii', claims, { profile })).toEqual(findings);
});
