/** What the server tells about one request that it answered. Holds no credential, no query and no body. */
export interface RequestEvent {
  /** Whole seconds since the epoch, when the answer was decided. */
  readonly at: number;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly status: number;
  /** Null for a caller who is not known, or who needed not be. */
  readonly caller: {
    readonly username: string;
    readonly role: string;
    /** Null at a login, where the caller became known by a password. */
    readonly scheme: 'token' | 'cookie' | null;
  } | null;
  /** `none`: no route was there to decide about, or the request was unusable. */
  readonly decision: 'allow' | 'deny' | 'none';
  /** For a person. */
  readonly why: string;
}
