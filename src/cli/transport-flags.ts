import type { Environment } from '../ports/folders.js';

/** How requests are sent, as the user wrote it: paths of files, not what is in them. */
export interface TransportFlags {
  readonly ca?: string | undefined;
  readonly clientCert?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly insecure?: boolean | undefined;
  /** File that every exchange is written to. */
  readonly har?: string | undefined;
}

/** What every command's requests obey, whether it has the options or not. */
export function transportInEnvironment(env: Environment): TransportFlags {
  return {
    ca: env.AUTHCTL_CA || undefined,
    clientCert: env.AUTHCTL_CLIENT_CERT || undefined,
    clientKey: env.AUTHCTL_CLIENT_KEY || undefined,
    insecure: Boolean(env.AUTHCTL_INSECURE),
  };
}
