/** What a browser is shown at the end: plain text, none of it from the request. */
export interface CallbackPage {
  readonly status: number;
  readonly title: string;
  readonly message: string;
}

/** One request to the callback path. The browser waits until it is answered. */
export interface Callback {
  /** As it was requested, on the redirect URI's own origin. */
  readonly url: URL;
  answer(page: CallbackPage): Promise<void>;
}

/** Listens on this machine for the answer to one login (RFC 8252 section 7.3). */
export interface CallbackListener {
  /** With the port that was taken: `http://127.0.0.1:41234/callback`. */
  readonly redirectUri: string;
  /** The next request to the callback path; waits for ever, until the signal aborts. */
  next(signal: AbortSignal): Promise<Callback>;
  close(): Promise<void>;
}

/**
 * Opens a listener.
 *
 * @param place - `host`: `127.0.0.1`, `::1` or `localhost`, which listens on both; `port`: 0 for any that is free.
 * @throws {AuthctlError} `ADDRESS_UNAVAILABLE`
 */
export type ListenForCallback = (place: {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}) => Promise<CallbackListener>;
