import type { BodySink } from '../ports/http.js';

/** A refusal's body is short; of a longer one the rest is not read. */
const MOST_BYTES = 1024 * 1024;

/** A body that is wanted only if its answer turns out to be the last one. */
export class HeldBody {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  readonly sink: BodySink = (chunk) => {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    return this.#length > MOST_BYTES ? 'enough' : 'more';
  };

  /** Hands on what was held. */
  async pour(sink: BodySink): Promise<void> {
    for (const chunk of this.#chunks) if ((await sink(chunk)) === 'enough') return;
  }
}
