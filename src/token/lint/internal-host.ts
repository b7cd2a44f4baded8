import { BlockList, isIP } from 'node:net';

/** @see RFC 6890 (special-purpose addresses), RFC 6761 section 6.3 (localhost), RFC 6762 (.local) */
const internal = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  internal.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  internal.addSubnet(network, prefix, 'ipv6');
}

const INTERNAL_NAME = /(?:^|\.)(?:localhost|local|internal|localdomain|home\.arpa)$/;

/**
 * Whether a host is this machine, this network, or the metadata service of a cloud: what a request from outside must
 * not reach.
 *
 * @param hostname - as `URL.hostname` gives it, so that every spelling of an address is one of the usual.
 */
export function isInternalHost(hostname: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const family = isIP(host);
  if (family === 0) return INTERNAL_NAME.test(host) || !host.includes('.');
  return internal.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
