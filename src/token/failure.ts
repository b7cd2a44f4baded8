/** Why a token is not to be believed. The codes are stable: scripts compare them. */
export type FailureCode =
  | 'malformed'
  | 'signature'
  | 'algorithm'
  | 'key-not-found'
  | 'key-weak'
  | 'expired'
  | 'not-yet-valid'
  | 'issued-in-future'
  | 'too-old'
  | 'issuer'
  | 'audience'
  | 'subject'
  | 'type'
  | 'claim-missing'
  | 'claim-mismatch'
  | 'scope'
  | 'role'
  | 'critical-header'
  | 'profile'
  | 'revoked';

export interface Failure {
  readonly code: FailureCode;
  /** For a person, to be read after "token refused:". */
  readonly message: string;
  /** The rule of a profile that was broken: `RFC 9068 section 4`. */
  readonly source?: string;
}
