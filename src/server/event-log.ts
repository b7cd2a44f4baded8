import type { RequestEvent } from './event.js';

/** How many events are kept for those who ask later. */
const MOST_KEPT = 1_000;

/** What a server tells about its requests: the latest of them, and each new one to whoever listens. */
export class EventLog {
  readonly #kept: RequestEvent[] = [];
  readonly #listeners = new Set<(event: RequestEvent) => void>();

  add(event: RequestEvent): void {
    this.#kept.push(event);
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
    for (const listen of this.#listeners) listen(event);
  }

  /** The latest, oldest first. */
  list(): readonly RequestEvent[] {
    return [...this.#kept];
  }

  /** @returns what ends it. */
  listen(listener: (event: RequestEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#kept.length = 0;
  }

  /** What was kept, then each new event as it comes, until the signal aborts or the loop is left. */
  async *stream(signal?: AbortSignal): AsyncGenerator<RequestEvent, void> {
    const waiting = this.list().slice();
    let wake = () => {};
    const stop = this.listen((event) => {
      waiting.push(event);
      wake();
    });
    const abort = () => wake();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      while (!signal?.aborted) {
        const next = waiting.shift();
        if (next) yield next;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      signal?.removeEventListener('abort', abort);
      stop();
    }
  }
}

/** One request as one JSON document; times as seconds and ISO 8601. */
export const requestDocument = ({ at, ...event }: RequestEvent): object => ({
  schema: 'authctl/request@1',
  at,
  time: new Date(at * 1000).toISOString().replace('.000Z', 'Z'),
  ...event,
});
