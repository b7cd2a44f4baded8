import { AuthctlError } from '../errors.js';

/** Whether a URL's host is this machine: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}

/**
 * Makes sure that somebody meant this API to be probed.
 *
 * @param api - absolute URL.
 * @param named - hosts that were named for it (`api.example` for any port, `api.example:8443` for one), or URLs.
 * @throws {AuthctlError} `USAGE` for an API on another machine that nobody named.
 */
export function requireTarget(api: string, named: readonly string[]): void {
  if (isLoopback(api)) return;
  const { host, hostname } = new URL(api);
  const covers = (name: string): boolean =>
    /^https?:\/\//i.test(name) && URL.canParse(name)
      ? new URL(name).host === host
      : [host, hostname].includes(name.toLowerCase());
  if (named.some(covers)) return;
  throw new AuthctlError('USAGE', `${host} is not this machine, and was not named as a target`, {
    hint: `if you may test it, add --target ${host}, or \`api: ${new URL(api).origin}\` to authctl.yaml`,
  });
}
