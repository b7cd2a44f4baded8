/** A key that signs as a JSON Web Key (RFC 7517, RFC 7518 section 6, RFC 8037); with `d` it is private. */
export interface SigningJwk {
  readonly kty?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
  readonly d?: string;
  readonly p?: string;
  readonly q?: string;
  readonly dp?: string;
  readonly dq?: string;
  readonly qi?: string;
  readonly kid?: string;
  readonly alg?: string;
  readonly use?: string;
}
