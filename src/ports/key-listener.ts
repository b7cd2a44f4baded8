/** A server of this machine that publishes keys. */
export interface KeyListener {
  /** Without a path: `http://127.0.0.1:41234`. */
  readonly origin: string;
  close(): Promise<void>;
}

export interface PublishedDocument {
  readonly type: string;
  readonly content: string;
}

/**
 * Publishes documents on 127.0.0.1 to whoever fetches them.
 *
 * @param port - 0 for any that is free.
 * @param documents - by path; another path is answered with 404.
 * @param onFetch - called with each request, with method and target as they came.
 * @throws {AuthctlError} `ADDRESS_UNAVAILABLE`
 */
export type PublishKeys = (
  port: number,
  documents: ReadonlyMap<string, PublishedDocument>,
  onFetch: (method: string, target: string) => void,
) => Promise<KeyListener>;
