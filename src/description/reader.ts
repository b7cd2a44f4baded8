import type { Path, SourceDocument } from '../document/source-document.js';
import type { Bundle } from './bundle.js';

/** A place in one of a description's documents. */
interface Place {
  readonly in: DescriptionReader;
  readonly path: Path;
}

/** An object and the place where it really stands, behind any references. */
export interface Located extends Place {
  readonly value: Readonly<Record<string, unknown>>;
}

/** How many references may lead to the next one. */
const LONGEST_CHAIN = 50;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';

/** Walks one document of a description whose shape nobody has checked: follows references, and notes what cannot be used. */
export class DescriptionReader {
  readonly document: SourceDocument;
  /** Path or URL of the document. */
  readonly location: string;
  readonly #bundle: Bundle;

  constructor(document: SourceDocument, location: string, bundle: Bundle) {
    this.document = document;
    this.location = location;
    this.#bundle = bundle;
  }

  /** Notes once what is wrong at a path. */
  warn(path: Path, message: string, hint?: string): void {
    this.#bundle.warn({ message, at: this.document.valueAt(path), hint });
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
   * The object at a path, references (`$ref`) followed; undefined, with a warning, where one leads nowhere, in a circle, or
   * to a document that may not be read.
   */
  object(path: Path): Located | undefined {
    let place: Place = { in: this, path };
    for (let hops = 0; hops < LONGEST_CHAIN; hops += 1) {
      const value = place.in.valueAt(place.path);
      if (!isRecord(value)) {
        if (hops > 0) this.warn(path, 'this reference leads to nothing that can be used');
        return undefined;
      }
      if (!isText(value.$ref)) return { value, ...place };
      const target = place.in.#target(value.$ref, place.path);
      if (!target) return undefined;
      place = target;
    }
    this.warn(path, 'this reference leads in a circle');
    return undefined;
  }

  #target(reference: string, at: Path): Place | undefined {
    const path = pathOfFragment(reference);
    if (!path) {
      this.warn(
        at,
        `the reference ${reference} is no JSON Pointer`,
        'write it like `#/components/schemas/NAME`',
      );
      return undefined;
    }
    const reader = this.#bundle.follow(reference, this, at);
    return reader && { in: reader, path };
  }

  /** The objects in the array at a path, references followed; none where it is no array. */
  objects(path: Path): readonly Located[] {
    const value = this.valueAt(path);
    if (!Array.isArray(value)) return [];
    return value.flatMap((_, index) => this.object([...path, index]) ?? []);
  }
}

/** The path that a reference's fragment names (`#/a/b`: RFC 6901 in a URI fragment), the top without one; undefined for any other. */
function pathOfFragment(reference: string): Path | undefined {
  const start = reference.indexOf('#');
  if (start === -1) return [];
  try {
    const pointer = decodeURIComponent(reference.slice(start + 1));
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
