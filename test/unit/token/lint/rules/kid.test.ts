import { expect, test } from 'vitest';
import { CLAIMS, findingsOf, HEADER, tokenOf } from '../tokens.js';

const withKid = (kid: unknown) => tokenOf({ ...HEADER, kid });

test.for([
  { kid: 'a' },
  { kid: '2010-12-29' },
  { kid: '018c0ae5-4d9b-471b-bfd6-eef314bc7037' },
  { kid: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' },
  { kid: 'someone@as.example' },
  { kid: 'key:signing/2026' },
  { kid: "it's mine" },
  { kid: 'auth0|key1' },
  { kid: 'tenant;key&1' },
  { kid: 'x'.repeat(256) },
])('$kid is a key id', ({ kid }) => {
  expect(findingsOf('kid.', withKid(kid))).toEqual([]);
});

test.for([
  { kid: '../../dev/null', does: 'climbs out of a folder' },
  { kid: '..\\keys\\a', does: 'climbs out of a folder' },
  { kid: '/dev/null', does: 'is the path of a file' },
  { kid: '/etc/passwd', does: 'is the path of a file' },
  { kid: 'C:\\keys\\a.pem', does: 'is the path of a file' },
  { kid: 'a\0b', does: 'holds a NUL character' },
  { kid: "x' UNION SELECT 'secret", does: 'speaks SQL' },
  { kid: "x' OR '1'='1", does: 'speaks SQL' },
  { kid: "x'; DROP TABLE keys", does: 'speaks SQL' },
  { kid: "a' -- ", does: 'speaks SQL' },
  { kid: 'a; rm -rf /', does: 'holds a command or a template' },
  { kid: 'a && b', does: 'holds a command or a template' },
  { kid: 'a|whoami', does: 'holds a command or a template' },
  { kid: '$(id)', does: 'holds a command or a template' },
  { kid: '`id`', does: 'holds a command or a template' },
  { kid: `\${jndi:ldap://x}`, does: 'holds a command or a template' },
  { kid: 'https://evil.example/key', does: 'is a URL' },
])('$kid $does', ({ kid, does }) => {
  expect(findingsOf('kid.', withKid(kid))).toEqual([
    `high kid.injection /header/kid: \`kid\` ${does}: \`${kid}\``,
  ]);
});

test('a key id of 257 characters', () => {
  expect(findingsOf('kid.', withKid('x'.repeat(257)))).toEqual([
    'high kid.injection /header/kid: `kid` has 257 characters',
  ]);
});

test.for([{ kid: 1 }, { kid: null }, { kid: ['a'] }])('$kid is no string', ({ kid }) => {
  expect(findingsOf('kid.', withKid(kid))).toEqual([
    `high kid.not-string /header/kid: \`kid\` is \`${JSON.stringify(kid)}\`, not a string`,
  ]);
});

const without = { alg: 'ES256', typ: 'at+jwt' };
const key = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' };

test.for([
  {
    title: 'nothing',
    header: without,
    keys: [],
    finding: 'low kid.missing /header: nothing in the header says which key signed',
  },
  {
    title: 'nothing, one key',
    header: without,
    keys: [key],
    finding: 'low kid.missing /header: nothing in the header says which key signed',
  },
  {
    title: 'nothing, two keys',
    header: without,
    keys: [key, key],
    finding: 'medium kid.missing /header: nothing in the header says which of 2 keys signed',
  },
])('$title names the key', ({ header, keys, finding }) => {
  expect(findingsOf('kid.', tokenOf(header), { keys })).toEqual([finding]);
});

test.for([
  { name: 'x5t#S256', value: 'AA' },
  { name: 'x5t', value: 'AA' },
  { name: 'x5c', value: [] },
  { name: 'jwk', value: {} },
])('$name tells the key too', ({ name, value }) => {
  expect(findingsOf('kid.', tokenOf({ ...without, [name]: value }))).toEqual([]);
});

test('an unsecured token has no key', () => {
  expect(findingsOf('kid.', tokenOf({ alg: 'none' }, CLAIMS, ''))).toEqual([]);
});
