import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { AuthctlError } from '../errors.js';
import type { Transport } from '../ports/transport.js';

/** What never leaves this machine goes through no proxy. */
const LOOPBACK = 'localhost,.localhost,127.0.0.1,[::1],::1';

/**
 * What requests are sent with: connections are kept alive, and made as the transport says.
 *
 * @throws {AuthctlError} `USAGE` for certificates, keys or proxies that cannot be used.
 */
export function createDispatcher({ ca, clientCertificate, insecure, proxy }: Transport): Dispatcher {
  const tls = {
    // Naming any replaces those of Node.js.
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    ...(clientCertificate ?? {}),
    ...(insecure ? { rejectUnauthorized: false } : {}),
  };
  const options = { connections: 64, pipelining: 1, connect: { timeout: 10_000, ...tls } };
  if (!proxy.http && !proxy.https) return new Agent(options);
  try {
    return new EnvHttpProxyAgent({
      ...options,
      requestTls: tls,
      // Plain HTTP is handed to the proxy as it is: many refuse a tunnel to port 80.
      proxyTunnel: false,
      httpProxy: proxy.http ?? '',
      httpsProxy: proxy.https ?? '',
      noProxy: [proxy.except, LOOPBACK].filter(Boolean).join(','),
    });
  } catch (cause) {
    throw new AuthctlError('USAGE', 'the address of the proxy cannot be used', {
      cause,
      hint: 'write HTTP_PROXY and HTTPS_PROXY like http://proxy.example.com:3128',
    });
  }
}
