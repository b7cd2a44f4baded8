import { describe, expect, test } from 'vitest';
import { readTransport } from '../../../src/cli/read-transport.js';
import type { TransportFlags } from '../../../src/cli/transport-flags.js';
import { createTestContext, type World } from '../../support/test-context.js';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n';

async function read(flags: TransportFlags, world: World = {}) {
  const context = createTestContext({
    files: { 'a.pem': CERTIFICATE, 'k.pem': KEY, 'both.pem': CERTIFICATE + KEY },
    ...world,
  });
  context.settings.transport = flags;
  const transport = await readTransport(context).catch((error: unknown) => error);
  return { transport, stderr: context.written.stderr };
}

const NO_PROXY = { http: undefined, https: undefined, except: undefined };

describe('how connections are made', () => {
  test.for<{ title: string; flags: TransportFlags; env?: World['env']; transport: object }>([
    { title: 'as usual', flags: {}, transport: { insecure: false, proxy: NO_PROXY } },
    { title: 'with another authority', flags: { ca: 'a.pem' }, transport: { ca: CERTIFICATE } },
    {
      title: 'with a certificate and its key',
      flags: { clientCert: 'a.pem', clientKey: 'k.pem' },
      transport: { clientCertificate: { cert: CERTIFICATE, key: KEY } },
    },
    {
      title: 'with both in one file',
      flags: { clientCert: 'both.pem' },
      transport: { clientCertificate: { cert: CERTIFICATE + KEY, key: CERTIFICATE + KEY } },
    },
    {
      title: 'through proxies, the small letters first',
      flags: {},
      env: {
        http_proxy: 'http://a:1',
        HTTP_PROXY: 'http://b:1',
        HTTPS_PROXY: 'http://c:1',
        NO_PROXY: '.local',
      },
      transport: { proxy: { http: 'http://a:1', https: 'http://c:1', except: '.local' } },
    },
    {
      title: 'not through what a request may have set',
      flags: {},
      env: { REQUEST_METHOD: 'GET', HTTP_PROXY: 'http://evil:1' },
      transport: { proxy: NO_PROXY },
    },
  ])('$title', async ({ flags, env, transport }) => {
    expect((await read(flags, env ? { env } : {})).transport).toMatchObject(transport);
  });

  test('unchecked, and says so', async () => {
    const { transport, stderr } = await read({ insecure: true });
    expect({ transport, stderr }).toMatchObject({
      transport: { insecure: true },
      stderr: 'warning: certificates are not checked (--insecure)\n',
    });
  });

  test.for<{ flags: TransportFlags; message: string }>([
    { flags: { ca: 'k.pem' }, message: 'k.pem holds no certificate in PEM' },
    { flags: { clientCert: 'a.pem' }, message: 'a.pem holds no private key in PEM' },
    { flags: { clientKey: 'k.pem' }, message: 'there is a private key for connections, and no certificate' },
    { flags: { ca: 'none.pem' }, message: 'cannot read none.pem: there is no such file' },
  ])('$message', async ({ flags, message }) => {
    expect((await read(flags)).transport).toMatchObject({ message });
  });
});
