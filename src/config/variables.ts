import type { Path, SourceDocument } from '../document/source-document.js';
import type { Problem } from '../errors.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Data with its variables filled in, and what came of that. */
export interface Filled {
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** Values that came from variables whose name says that they are secret. */
  readonly secrets: readonly string[];
}

/** `${NAME}`, or `$${` which stands for a literal `${`. */
const REFERENCE = /\$(\$)?\{([^}]*)(\}?)/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SECRET_NAME = /pass|pwd|secret|token|key|credential|cookie/i;

/** One reference, classified. */
type Reference =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string; readonly value: string }
  | { readonly kind: 'unset'; readonly message: string; readonly hint: string }
  | { readonly kind: 'mistake'; readonly message: string; readonly hint: string };

/**
 * Fills `${VARIABLE}` from the environment into every string value; keys stay as they are.
 *
 * A variable that is unset or empty is a problem: in CI, an empty one is a secret that was not handed over.
 *
 * @param needed - the keys at the top below which that counts; elsewhere the reference stays. Default: all.
 */
export function fillVariables(
  document: SourceDocument,
  env: Environment,
  needed?: readonly string[],
): Filled {
  const problems: Problem[] = [];
  const secrets = new Set<string>();

  const isNeeded = ([top]: Path): boolean => needed?.includes(String(top)) ?? true;
  const fillText = (text: string, path: Path): string =>
    text.replace(REFERENCE, (...match: string[]) => {
      const reference = classify(match, env);
      if (reference.kind === 'literal') return reference.text;
      if (reference.kind === 'value') {
        if (SECRET_NAME.test(reference.name)) secrets.add(reference.value);
        return reference.value;
      }
      const { kind, message, hint } = reference;
      if (kind === 'mistake' || isNeeded(path)) problems.push({ message, hint, at: document.valueAt(path) });
      return match[0] ?? '';
    });

  const fill = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return fillText(value, path);
    if (Array.isArray(value)) return value.map((item, index) => fill(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (key === '__proto__') problems.push(unusableKey(document.keyAt([...path, key])));
        return [key, fill(item, [...path, key])];
      }),
    );
  };

  return { data: fill(document.data, []), problems, secrets: [...secrets] };
}

/** JavaScript gives this key a meaning of its own, so that it would silently be lost. */
const unusableKey = (at: Problem['at']): Problem => ({
  message: "'__proto__' cannot be used as a key",
  at,
  hint: 'choose another name',
});

const SPELLING = 'write `${NAME}` for a variable, `$${` for these characters themselves';

function classify([whole = '', escaped, name = '', close]: readonly string[], env: Environment): Reference {
  if (escaped) return { kind: 'literal', text: whole.slice(1) };
  if (close === '') return { kind: 'mistake', message: '`${` is not closed by `}`', hint: SPELLING };
  if (!NAME.test(name)) {
    return { kind: 'mistake', message: `'${name}' is no name of a variable`, hint: SPELLING };
  }
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value) return { kind: 'value', name, value };
  return {
    kind: 'unset',
    message: `the variable ${name} is ${value === '' ? 'empty' : 'not set'}`,
    hint: `set it in the environment: export ${name}=...`,
  };
}
