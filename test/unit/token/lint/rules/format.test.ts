import { expect, test } from 'vitest';
import { CLAIMS, findingsOf, HEADER, tokenOf } from '../tokens.js';

const sound = tokenOf();
const [header = '', payload = '', signature = ''] = sound.split('.');
const base64url = (text: string | Uint8Array) => Buffer.from(text).toString('base64url');
const withPayload = (text: string | Uint8Array) => `${header}.${base64url(text)}.${signature}`;

test('a sound token has no finding', () => {
  expect(findingsOf('', sound)).toEqual([]);
});

test('an opaque token has no finding', () => {
  expect(findingsOf('', '2YotnFZFEjr1zCsicMWpAA')).toEqual([]);
});

test.for([
  {
    title: 'two parts',
    text: `${header}.${payload}`,
    findings: [
      'high format.not-compact : the token has only two parts: the one for the signature is missing',
    ],
  },
  {
    title: 'four parts',
    text: `${sound}.AAAA`,
    findings: ['high format.not-compact : the token has 4 parts between dots'],
  },
  {
    title: 'a million dots',
    text: `eyJ${'.'.repeat(1_000_000)}`,
    findings: [
      'high format.not-compact : the token has more than six parts between dots',
      'medium format.oversize : the token has 1000003 bytes: most servers refuse a header line over 8192',
    ],
  },
  {
    title: 'the flattened JSON form',
    text: JSON.stringify({ protected: header, payload, signature }),
    findings: ['high format.not-compact : the token is written in the flattened JSON form'],
  },
  {
    title: 'the general JSON form',
    text: JSON.stringify({ payload, signatures: [{ protected: header, signature }] }),
    findings: ['high format.not-compact : the token is written in the general JSON form'],
  },
  {
    title: 'a line end behind the signature',
    text: `${header}.${payload}.${signature.slice(0, 8)}\n${signature.slice(8)}`,
    findings: ['high format.illegal-char : the token holds characters outside base64url: white space'],
  },
  {
    title: 'the alphabet of plain base64',
    text: `${header}.${payload}.${Buffer.alloc(64, 0xff).toString('base64').replaceAll('=', '')}`,
    findings: ['high format.illegal-char /signature: the signature holds characters outside base64url'],
  },
  {
    title: 'a padded signature',
    text: `${sound}==`,
    findings: ['medium format.padding /signature: the signature is padded with `=`'],
  },
  {
    title: 'unused bits that are set',
    text: `${sound.slice(0, -1)}x`,
    findings: ['low format.noncanonical-bits /signature: the signature has unused bits that are not zero'],
  },
  {
    title: 'a payload in Latin-1',
    text: withPayload(Buffer.from('{"name":"\u00e9"}', 'latin1')),
    findings: ['high format.not-utf8 /payload: the payload is not valid UTF-8'],
  },
  {
    title: 'a payload of bytes',
    text: withPayload(Buffer.from([0xff, 0xfe, 0x00])),
    findings: ['high format.payload-not-object /payload: the payload is not a JSON object'],
  },
  {
    title: 'a byte order mark',
    text: withPayload(`\ufeff${JSON.stringify(CLAIMS)}`),
    findings: ['high format.bom /payload: the payload starts with a byte order mark'],
  },
  {
    title: 'a header that is a list',
    text: `${base64url('["ES256"]')}.${payload}.${signature}`,
    findings: ['high format.header-not-object /header: the first part of the token is not a JSON object'],
  },
  {
    title: 'a header that is a string',
    text: `${base64url('"ES256"')}.${payload}.${signature}`,
    findings: ['high format.header-not-object /header: the first part of the token is not a JSON object'],
  },
  {
    title: 'a header that ends too early',
    text: `${base64url('{"alg":"ES256"')}.${payload}.${signature}`,
    findings: ['high format.header-not-object /header: the first part of the token is not a JSON object'],
  },
  {
    title: 'an opaque token whose first part is a number',
    text: `${base64url('198622483471925248')}.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs`,
    findings: [],
  },
  {
    title: 'a payload that is a list',
    text: withPayload('[1]'),
    findings: ['high format.payload-not-object /payload: the payload is not a JSON object'],
  },
  {
    title: 'a header parameter twice',
    text: `${base64url('{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"a"}')}.${payload}.${signature}`,
    findings: ['high format.duplicate-header /header: the header names a parameter twice: alg'],
  },
  {
    title: 'a claim twice',
    text: withPayload(`{"role":"reader","role":"admin",${JSON.stringify(CLAIMS).slice(1)}`),
    findings: ['high format.duplicate-claim /payload: the payload names a claim twice: role'],
  },
  {
    title: 'a number over 2^53',
    text: withPayload(`{"id":9007199254740993,${JSON.stringify(CLAIMS).slice(1)}`),
    findings: [
      'low format.number-precision /payload: the payload holds a number that loses precision in a double: 9007199254740993',
    ],
  },
  {
    title: 'a number at 2^53 - 1',
    text: withPayload(`{"id":9007199254740991,${JSON.stringify(CLAIMS).slice(1)}`),
    findings: [],
  },
])('$title', ({ text, findings }) => {
  expect(findingsOf('format.', text)).toEqual(findings);
});

test('of ten thousand findings of one rule the first ten are shown', () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `"a${index}":1,"a${index}":1`);
  const found = findingsOf('format.duplicate', withPayload(`{${names.join()}}`));
  expect(found).toHaveLength(10);
  expect(found.at(-1)).toBe(
    'high format.duplicate-claim /payload: the payload names a claim twice: a9 (and 9990 more)',
  );
});

const sized = (bytes: number) => {
  const bare = tokenOf(HEADER, CLAIMS).length;
  const claims = { ...CLAIMS, x: '' };
  const overhead = tokenOf(HEADER, claims).length - bare;
  for (let length = Math.floor(((bytes - bare - overhead) * 3) / 4) - 4; ; length += 1) {
    const token = tokenOf(HEADER, { ...claims, x: 'x'.repeat(length) });
    if (token.length >= bytes) return token;
  }
};

test.for([
  { bytes: 2_500, findings: [] },
  { bytes: 2_600, findings: ['the Windows credential vault keeps no more than 2560'] },
  { bytes: 4_200, findings: ['no browser keeps a cookie over 4096'] },
  { bytes: 8_200, findings: ['most servers refuse a header line over 8192'] },
])('$bytes bytes: $findings', ({ bytes, findings }) => {
  const token = sized(bytes);
  expect(findingsOf('format.oversize', token)).toEqual(
    findings.map((why) => `medium format.oversize : the token has ${token.length} bytes: ${why}`),
  );
});
