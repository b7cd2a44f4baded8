const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How deep a body is searched for names. */
const DEEPEST = 20;

/**
 * Which of the forbidden members a JSON value holds: a JSON Pointer in which `*` stands for any item or member, or a name
 * wherever it stands. A member that is null is not there.
 */
export function exposedFields(value: unknown, forbidden: readonly string[]): readonly string[] {
  return forbidden.filter((field) =>
    field.startsWith('/')
      ? isAt(value, field.slice(1).split('/').map(unescaped))
      : isAnywhere(value, field, DEEPEST),
  );
}

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

function isAt(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return value !== undefined && value !== null;
  if (typeof value !== 'object' || value === null) return false;
  if (step === '*') return Object.values(value).some((item) => isAt(item, rest));
  return Object.hasOwn(value, step) && isAt((value as Record<string, unknown>)[step], rest);
}

function isAnywhere(value: unknown, name: string, depth: number): boolean {
  if (depth === 0 || typeof value !== 'object' || value === null) return false;
  if (isRecord(value) && Object.hasOwn(value, name) && value[name] !== null && value[name] !== undefined) {
    return true;
  }
  return Object.values(value).some((item) => isAnywhere(item, name, depth - 1));
}
