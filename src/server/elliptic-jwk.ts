/** A key on P-256 as a JSON Web Key (RFC 7517, RFC 7518 section 6.2); with `d` it is private. */
export interface EllipticJwk {
  readonly kty?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly d?: string;
  readonly kid?: string;
  readonly alg?: string;
  readonly use?: string;
}
