import type { Path, SourceDocument } from '../document/source-document.js';
import type { Problem } from '../errors.js';

/** An object of the document and the path where it really stands, behind any references. */
export interface Located {
  readonly value: Readonly<Record<string, unknown>>;
  readonly path: Path;
}

/** How many references may lead to the next one. */
const LONGEST_CHAIN = 50;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';

/** Walks a description whose shape nobody has checked: follows references, and notes what cannot be used. */
export class DescriptionReader {
  readonly document: SourceDocument;
  readonly warnings: Problem[] = [];
  readonly #warned = new Set<string>();

  constructor(document: SourceDocument) {
    this.document = document;
  }

  /** Notes once what is wrong at a path. */
  warn(path: Path, message: string, hint?: string): void {
    const at = this.document.valueAt(path);
    const key = `${at.line}:${at.column}:${message}`;
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    this.warnings.push({ message, at, hint });
  }

  /** The value at a path, own members only; undefined where there is none. */
  valueAt(path: Path): unknown {
    let value = this.document.data;
    for (const step of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
      value = (value as Record<string, unknown>)[step];
    }
    return value;
  }

  /**
   * The object at a path, references (`$ref`) followed; undefined, with a warning, where one leads nowhere, in a
   * circle or out of the document.
   */
  object(path: Path): Located | undefined {
    let at = path;
    for (let hops = 0; hops < LONGEST_CHAIN; hops += 1) {
      const value = this.valueAt(at);
      if (!isRecord(value)) {
        if (hops > 0) this.warn(path, 'this reference leads to nothing that can be used');
        return undefined;
      }
      if (!isText(value.$ref)) return { value, path: at };
      const target = pathOfReference(value.$ref);
      if (!target) {
        this.warn(
          at,
          `the reference ${value.$ref} leads out of the document`,
          'bundle the document into one file',
        );
        return undefined;
      }
      at = target;
    }
    this.warn(path, 'this reference leads in a circle');
    return undefined;
  }

  /** The objects in the array at a path, references followed; none where it is no array. */
  objects(path: Path): readonly Located[] {
    const value = this.valueAt(path);
    if (!Array.isArray(value)) return [];
    return value.flatMap((_, index) => this.object([...path, index]) ?? []);
  }
}

/** The path of a reference inside the document (`#/a/b`: RFC 6901 in a URI fragment); undefined for any other. */
function pathOfReference(reference: string): Path | undefined {
  if (!reference.startsWith('#')) return undefined;
  try {
    const pointer = decodeURIComponent(reference.slice(1));
    if (pointer === '') return [];
    if (!pointer.startsWith('/')) return undefined;
    return pointer
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch {
    return undefined;
  }
}
