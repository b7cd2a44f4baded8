/** Keeps each text once, and stands for it with a number from 1; 0 stands for none. */
export class TextNumbers {
  readonly #texts: (string | null)[] = [null];
  readonly #numbers = new Map<string, number>();

  numberOf(text: string | null | undefined): number {
    if (text === null || text === undefined) return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    this.#texts.push(text);
    return this.#texts.length - 1;
  }

  textOf(number: number | undefined): string | null {
    return this.#texts[number ?? 0] ?? null;
  }
}
