import type { ClientAuthentication } from '../../session/session.js';

/** The flows that end at a token endpoint (RFC 6749). */
export type OAuthFlowName =
  | 'code'
  | 'device'
  | 'client-credentials'
  | 'password'
  | 'token-exchange'
  | 'jwt-bearer'
  | 'refresh';

/** A client that is known at the server, or one that is to be registered there (RFC 7591). */
export type RequestedClient =
  | {
      readonly kind: 'known';
      readonly id: string;
      readonly secret?: string | undefined;
      /** The text of its private key, and the file that it came from. */
      readonly key?: { readonly text: string; readonly file: string } | undefined;
      /** Undefined to take what fits the server and what there is. */
      readonly method?: ClientAuthentication['method'] | undefined;
    }
  | { readonly kind: 'register'; readonly initialAccessToken?: string | undefined };

/** Where and how the browser's answer is waited for. */
export interface CallbackWish {
  /** A name or address of this machine. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly path: string;
}

/** A login at an OAuth server. What is not said is found out from the server. */
export interface OAuthLogin {
  readonly kind: 'oauth';
  /** An issuer, or an API that names its own (RFC 9728); as `serverAddress` gives it. */
  readonly server: string;
  /** What the session is to be called; undefined to call it after the subject. */
  readonly name: string | undefined;
  readonly flow: OAuthFlowName | undefined;
  readonly client: RequestedClient;
  /** Space-separated; undefined for `openid` where the server speaks OpenID Connect and a person logs in. */
  readonly scope?: string | undefined;
  readonly audience?: string | undefined;
  /** Absolute URLs (RFC 8707). */
  readonly resource: readonly string[];
  /** Further parameters of the first request of the flow, as they are. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly dpop: boolean;
  /** Push the authorization request, also where the server does not ask for it (RFC 9126). */
  readonly par: boolean;
  readonly callback: CallbackWish;
  /** Whether a browser is to be opened. */
  readonly browser: boolean;
  /** How long a person has to log in, in seconds. */
  readonly patience: number;
  readonly prompt?: string | undefined;
  readonly loginHint?: string | undefined;
  readonly acrValues?: string | undefined;
  /** For the password grant. */
  readonly subject?: { readonly username: string; readonly password: string } | undefined;
  /** For token exchange and JWT bearer: a token of another issuer. */
  readonly subjectToken?: { readonly token: string; readonly type: string | undefined } | undefined;
  readonly refreshToken?: string | undefined;
  /** JSON Pointer to the role in a token's payload or in what the user-info route answers. */
  readonly rolePointer?: string | undefined;
  /** For each request. */
  readonly timeoutMs: number;
  /** Allows plain HTTP to another machine. */
  readonly insecureHttp: boolean;
}
