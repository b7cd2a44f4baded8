import type { Finding } from '../probe/result.js';

/** Which findings a cell is evidence of. Two numbers a cell and evidence are held, for a million of them as for ten. */
export class CellFindings {
  readonly #findings: readonly Finding[];
  /** Where the findings of a cell begin in `#numbers`. */
  readonly #starts: Uint32Array;
  readonly #numbers: Uint32Array;

  constructor(findings: readonly Finding[]) {
    this.#findings = findings;
    const last = findings.reduce(
      (most, { cells }) => cells.reduce((one, other) => Math.max(one, other), most),
      -1,
    );
    this.#starts = new Uint32Array(last + 2);
    for (const { cells } of findings) for (const cell of cells) count(this.#starts, cell + 1);
    for (let at = 1; at < this.#starts.length; at += 1) count(this.#starts, at, this.#starts[at - 1]);
    this.#numbers = new Uint32Array(this.#starts.at(-1) ?? 0);
    const filled = Uint32Array.from(this.#starts);
    for (const [number, { cells }] of findings.entries()) {
      for (const cell of cells) {
        this.#numbers[filled[cell] ?? 0] = number;
        count(filled, cell);
      }
    }
  }

  /** The findings that name a cell, in their order. */
  of(cell: number): readonly Finding[] {
    const numbers = this.#numbers.subarray(this.#starts[cell] ?? 0, this.#starts[cell + 1] ?? 0);
    return Array.from(new Set(numbers), (number) => this.#findings[number]).filter(
      (found) => found !== undefined,
    );
  }
}

function count(counts: Uint32Array, at: number, more = 1): void {
  counts[at] = (counts[at] ?? 0) + more;
}

const known = new WeakMap<readonly Finding[], CellFindings>();

/** The findings of a result by cell. Made once a result, since every report asks for it. */
export function cellFindings(findings: readonly Finding[]): CellFindings {
  const found = known.get(findings) ?? new CellFindings(findings);
  known.set(findings, found);
  return found;
}
