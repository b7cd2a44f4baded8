import { visible } from '../report/visible.js';
import { MASK, redactTokens } from '../token/redact.js';

/** Shorter ones would mask ordinary words. */
const SHORTEST = 4;

/** The secrets that this process has met. Whatever is written is passed through `redact` first. */
export class Secrets {
  readonly #values = new Set<string>();

  /** Remembers a password, cookie value, refresh token or code, and the forms it takes in a URL and in JSON. */
  add(...values: readonly (string | undefined)[]): void {
    for (const value of values) {
      if (value === undefined || value.length < SHORTEST) continue;
      const inJson = JSON.stringify(value).slice(1, -1);
      for (const form of [value, encodeURIComponent(value), inJson, visible(inJson)]) this.#values.add(form);
    }
  }

  /** What is masked, for another thread to mask it too. */
  all(): readonly string[] {
    return [...this.#values];
  }

  /** The text with every known secret and every token's signature masked. */
  redact(text: string): string {
    let result = redactTokens(text);
    for (const value of this.#values) result = result.replaceAll(value, MASK);
    return result;
  }
}
