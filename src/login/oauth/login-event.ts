/** What happens while somebody logs in, for a person to be told. Who tells chooses the words. */
export type LoginEvent =
  | {
      readonly kind: 'flow';
      readonly flow: string;
      readonly issuer: string;
      readonly clientId: string;
      /** Where the issuer was named; undefined where the user named it. */
      readonly namedBy: string | undefined;
    }
  | { readonly kind: 'registered'; readonly clientId: string; readonly endpoint: string }
  | {
      readonly kind: 'authorize';
      readonly url: string;
      /** Undefined where no browser was to be opened. */
      readonly opened: boolean | undefined;
      /** Whether `d` and `p` are listened for. */
      readonly keys: boolean;
      readonly deviceOffered: boolean;
    }
  /** What the browser brought. */
  | { readonly kind: 'callback'; readonly url: URL }
  /** A request to the callback that does not belong to this login: its `state` differs. */
  | { readonly kind: 'stray-callback' }
  | {
      readonly kind: 'device';
      readonly userCode: string;
      readonly verificationUri: string;
      readonly verificationUriComplete: string | undefined;
      readonly issuer: string;
      readonly clientId: string;
      readonly scope: string | undefined;
      /** Seconds since the epoch. */
      readonly expiresAt: number;
    }
  | { readonly kind: 'waiting'; readonly secondsLeft: number }
  /** The server answered something that may pass: polling goes on. */
  | { readonly kind: 'device-trouble'; readonly why: string; readonly interval: number }
  | { readonly kind: 'slow-down'; readonly interval: number }
  /** A DPoP proof is sent, because the server wants one. */
  | { readonly kind: 'dpop-required' }
  /** DPoP was asked for, and the server's token is not bound. */
  | { readonly kind: 'dpop-ignored' }
  | { readonly kind: 'password-grant' };
