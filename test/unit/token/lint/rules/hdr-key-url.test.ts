import { expect, test } from 'vitest';
import { findingsOf, HEADER, tokenOf } from '../tokens.js';

const urls = [
  { url: 'https://as.example/keys', findings: [] },
  {
    url: 'http://as.example/keys',
    findings: ['critical .http: is fetched by http, without TLS'],
  },
  {
    url: 'ftp://as.example/keys',
    findings: ['critical .http: is fetched by ftp, without TLS'],
  },
  {
    url: 'https://evil.example/keys',
    findings: ['high .foreign-host: is at `evil.example`, the issuer at `as.example`'],
  },
  {
    url: 'https://as.example:8443/keys',
    findings: ['high .foreign-host: is at `as.example:8443`, the issuer at `as.example`'],
  },
  {
    url: 'https://as.example@evil.example/keys',
    findings: ['high .foreign-host: is at `evil.example`, the issuer at `as.example`'],
  },
  { url: 'keys.json', findings: [] },
];

const wholes = (name: string, url: string, findings: readonly string[]) =>
  findings
    .map((finding) =>
      finding.replace(/^(\w+) (\.[a-z-]+): /, `$1 hdr.${name}$2 /header/${name}: \`${name}\` `),
    )
    .concat(`high hdr.${name} /header/${name}: \`${name}\` sends the reader to \`${url}\``)
    .sort();

for (const name of ['jku', 'x5u']) {
  test.for(urls)(`${name} $url`, ({ url, findings }) => {
    const found = findingsOf(`hdr.${name}`, tokenOf({ ...HEADER, [name]: url }));
    expect([...found].sort()).toEqual(wholes(name, url, findings));
  });
}

test.for([
  'https://127.0.0.1/keys',
  'https://2130706433/keys',
  'https://0x7f.1/keys',
  'https://10.1.2.3/keys',
  'https://172.16.0.1/keys',
  'https://172.31.255.255/keys',
  'https://192.168.0.1/keys',
  'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/keys',
  'https://0.0.0.0/keys',
  'https://[::1]/keys',
  'https://[fd00::1]/keys',
  'https://[fe80::1]/keys',
  'https://[::ffff:127.0.0.1]/keys',
  'https://localhost/keys',
  'https://localhost./keys',
  'https://a.localhost/keys',
  'https://metadata.google.internal/keys',
  'https://printer.local/keys',
  'https://intranet/keys',
])('%s is internal', (url) => {
  const found = findingsOf('hdr.jku.private-ip', tokenOf({ ...HEADER, jku: url }));
  expect(found).toEqual([
    `critical hdr.jku.private-ip /header/jku: \`jku\` is at \`${new URL(url).hostname}\`, an internal host`,
  ]);
});

test.for([
  'https://172.32.0.1/keys',
  'https://8.8.8.8/keys',
  'https://[2001:db8::1]/keys',
  'https://localhost.example/keys',
  'https://internal.example/keys',
])('%s is not', (url) => {
  expect(findingsOf('hdr.jku.private-ip', tokenOf({ ...HEADER, jku: url }))).toEqual([]);
});

test('where the issuer has no host, no host is foreign', () => {
  const token = tokenOf({ ...HEADER, jku: 'https://evil.example/keys' }, { iss: 'me' });
  expect(findingsOf('hdr.jku.foreign-host', token)).toEqual([]);
});
