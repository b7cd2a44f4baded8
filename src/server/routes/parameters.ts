/** The parameters of a path template, in order. */
const parametersOf = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** The parameter that a path ends with, which names one object; undefined for the path of a collection. */
export const idParameter = (path: string): string | undefined => /\/\{(\w+)\}$/.exec(path)?.[1];

/** The parameters before it, each a member of the objects that are meant. */
export const otherParameters = (path: string): readonly string[] =>
  parametersOf(path).filter((name) => name !== idParameter(path));
