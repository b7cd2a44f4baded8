import { type Certified, certificate, pemOf } from './certificates.js';

const keyPem = ({ privateKey }: Certified): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const pair = (certified: Certified) => ({ cert: pemOf(certified), key: keyPem(certified) });

/** An authority that nobody trusts yet, a server of this machine, and a client called agus; in PEM. */
export function tlsMaterial() {
  const authority = certificate({ name: 'Test authority', isAuthority: true });
  return {
    authority: pemOf(authority),
    server: pair(certificate({ name: 'localhost', host: 'localhost', issuer: authority })),
    client: pair(certificate({ name: 'agus', issuer: authority })),
  };
}
