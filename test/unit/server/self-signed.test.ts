import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { isCurrent, selfSigned } from '../../../src/server/self-signed.js';

const NOW = 1_767_225_600; // 2026-01-01T00:00:00Z
const DAY = 86_400;
const NAMES = ['localhost', '127.0.0.1', '::1', 'api.example', '2001:db8::ff00:42:8329'];

test('the certificate is for its names, signs itself and nothing else, and has its key', async () => {
  const { cert, key } = await selfSigned(NAMES, NOW);
  const certificate = new X509Certificate(cert);
  expect({
    subject: certificate.subject,
    names: certificate.subjectAltName,
    isAuthority: certificate.ca,
    usage: certificate.keyUsage,
    signed: certificate.verify(certificate.publicKey),
    from: Date.parse(certificate.validFrom) / 1000,
    until: Date.parse(certificate.validTo) / 1000,
    fits: certificate.checkPrivateKey(createPrivateKey(key)),
  }).toEqual({
    subject: 'CN=localhost',
    names:
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:api.example, IP Address:2001:DB8:0:0:0:FF00:42:8329',
    isAuthority: false,
    usage: ['1.3.6.1.5.5.7.3.1'],
    signed: true,
    from: NOW - DAY,
    until: NOW + 396 * DAY,
    fits: true,
  });
});

test('two certificates differ in their serial numbers', async () => {
  const [one, other] = await Promise.all([selfSigned(['a'], NOW), selfSigned(['a'], NOW)]);
  expect(new X509Certificate(one.cert).serialNumber).not.toBe(new X509Certificate(other.cert).serialNumber);
});

test.for([
  { names: NAMES, after: 396 * DAY - 1, current: true },
  { names: NAMES, after: 396 * DAY, current: false },
  { names: ['localhost', 'other.example'], after: 0, current: false },
  { names: ['192.0.2.1'], after: 0, current: false },
])('for $names after $after seconds it is current: $current', async ({ names, after, current }) => {
  const { cert } = await selfSigned(NAMES, NOW);
  expect(isCurrent(cert, names, NOW + after)).toBe(current);
});
