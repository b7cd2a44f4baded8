import type { Cell, ProbeResult } from '../probe/result.js';
import type { Sequence } from '../probe/sequence.js';
import type { Secrets } from './secrets.js';

/**
 * The same result with every known secret masked. Done before a format escapes what it writes, since an escaped secret is
 * not found any more; cells are masked when they are asked for.
 */
export function redactedResult(result: ProbeResult, secrets: Secrets): ProbeResult {
  const masked = <Value>(value: Value): Value => {
    const json = JSON.stringify(value);
    const clean = secrets.redact(json);
    return clean === json ? value : (JSON.parse(clean) as Value);
  };
  const { cells, findings, routes, ...rest } = result;
  return {
    ...masked(rest),
    routes: routes.map(masked),
    findings: findings.map(masked),
    cells: each(cells, masked),
  };
}

const each = (cells: Sequence<Cell>, masked: (cell: Cell) => Cell): Sequence<Cell> => ({
  length: cells.length,
  at: (index) => {
    const cell = cells.at(index);
    return cell && masked(cell);
  },
  *[Symbol.iterator]() {
    for (const cell of cells) yield masked(cell);
  },
});
