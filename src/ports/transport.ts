/** How connections are made: who is trusted, who authctl is, and through whom they go. */
export interface Transport {
  /** Certificates in PEM that are trusted besides those that Node.js trusts. */
  readonly ca?: string | undefined;
  /** The certificate that is shown to servers that ask for one, and its private key; both in PEM (RFC 8705). */
  readonly clientCertificate?: { readonly cert: string; readonly key: string } | undefined;
  /** Certificates are not checked at all. */
  readonly insecure: boolean;
  /** Addresses of proxies; undefined or empty for none. Loopback is never reached through one. */
  readonly proxy: {
    readonly http?: string | undefined;
    readonly https?: string | undefined;
    /** Hosts that are reached directly: `example.com,.internal:8080`, or `*`. */
    readonly except?: string | undefined;
  };
}
