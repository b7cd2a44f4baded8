import { createServer, type Server, STATUS_CODES } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { AuthctlError } from '../errors.js';
import { refusal } from './answer.js';
import type { CertificateAndKey } from './self-signed.js';

/** How long a busy connection may take to finish when the server stops. */
const GRACE_MS = 500;

/** A client that sends slower than this is cut off (408). */
export const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16 * 1024,
};

/**
 * An HTTP server that is not yet listening, and that no client can hold up.
 *
 * @param onUnreadable - called with the status that was answered to what is no HTTP request, or comes too slowly.
 * @param tls - what it proves itself with where it speaks HTTPS.
 * @param limits - times in milliseconds, and bytes of header fields.
 */
export function createListener(
  onUnreadable: (status: number) => void,
  tls?: CertificateAndKey,
  limits: typeof LIMITS = LIMITS,
): Server {
  const server = tls ? createSecureServer({ ...limits, ...tls }) : createServer(limits);
  return server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else onUnreadable(answerUnreadable(error, socket));
  });
}

/** What is no HTTP request gets an answer too, as far as the connection still takes one. */
function answerUnreadable({ code = '' }: NodeJS.ErrnoException, socket: Duplex): number {
  const status = statusOfClientError[code] ?? 400;
  const body = JSON.stringify(refusal(status, 'invalid_request', 'the request cannot be read').body);
  const fields = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close'];
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${fields.join('\r\n')}\r\n\r\n${body}`);
  return status;
}

const statusOfClientError: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const reasons: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  EADDRINUSE: {
    why: 'another program listens there',
    hint: 'stop that program, or choose another port with --port (0 takes a free one)',
  },
  EACCES: { why: 'this user may not listen there', hint: 'choose a port above 1023 with --port' },
  EADDRNOTAVAIL: {
    why: 'this machine has no such address',
    hint: 'give an address of this machine with --host',
  },
  ENOTFOUND: { why: 'the name does not resolve', hint: 'give an address of this machine with --host' },
};

/** An IPv6 address stands in brackets before a port (RFC 3986 section 3.2.2). */
export const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/**
 * @returns the port, which is another than asked for where that was 0.
 * @throws {AuthctlError} `ADDRESS_UNAVAILABLE`.
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host }, resolve);
    });
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    const { why, hint } = reasons[code] ?? {
      why: code,
      hint: 'choose another address with --host and --port',
    };
    throw new AuthctlError('ADDRESS_UNAVAILABLE', `cannot listen on ${inUrl(host)}:${port}: ${why}`, {
      hint,
      cause,
    });
  }
  return (server.address() as AddressInfo).port;
}

/** Stops listening at once, ends idle connections at once and busy ones after a short grace. */
export async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(grace);
}
