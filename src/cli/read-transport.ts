import { AuthctlError } from '../errors.js';
import type { Transport } from '../ports/transport.js';
import { caution } from '../report/text.js';
import type { Context } from './context.js';
import { complain } from './print.js';

/**
 * How connections are made, with the files read.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`; `USAGE` for a file that holds no certificate or no key.
 */
export async function readTransport(ctx: Context): Promise<Transport> {
  const { ca, clientCert, clientKey, insecure = false } = ctx.settings.transport;
  if (insecure) complain(ctx, [caution('warning:'), ' certificates are not checked (--insecure)']);
  if (clientKey !== undefined && clientCert === undefined) {
    throw new AuthctlError('USAGE', 'there is a private key for connections, and no certificate', {
      hint: 'name the certificate with --client-cert',
    });
  }
  const { env } = ctx;
  return {
    ca: ca === undefined ? undefined : await pemIn(ctx, ca, 'CERTIFICATE'),
    clientCertificate:
      clientCert === undefined
        ? undefined
        : {
            cert: await pemIn(ctx, clientCert, 'CERTIFICATE'),
            key: await pemIn(ctx, clientKey ?? clientCert, 'PRIVATE KEY'),
          },
    insecure,
    proxy: {
      // HTTP_PROXY in capitals is not read where it could come from a request: a CGI program's environment.
      http: env.http_proxy || (env.REQUEST_METHOD ? undefined : env.HTTP_PROXY),
      https: env.https_proxy || env.HTTPS_PROXY,
      except: env.no_proxy || env.NO_PROXY,
    },
  };
}

async function pemIn(ctx: Context, path: string, kind: 'CERTIFICATE' | 'PRIVATE KEY'): Promise<string> {
  const text = await ctx.ports.files.read(path);
  if (new RegExp(`-----BEGIN [A-Z ]*${kind}-----`).test(text)) return text;
  throw new AuthctlError('USAGE', `${path} holds no ${kind.toLowerCase()} in PEM`, {
    hint: `it begins with -----BEGIN ${kind}-----`,
  });
}
