/** The number that a path names an object by, spelled as the server spells it; NaN, which nothing has, for all else. */
export function objectId(params: Readonly<Record<string, string>>): number {
  return /^[1-9]\d{0,14}$/.test(params.id ?? '') ? Number(params.id) : Number.NaN;
}
