/** How many requests a run may send, shared by all its parts. */
export interface Budget {
  /** Takes one; false where none is left. */
  take(): boolean;
}

/** @param most - undefined for no limit. */
export function createBudget(most: number | undefined): Budget {
  let left = most ?? Number.POSITIVE_INFINITY;
  return {
    take() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
