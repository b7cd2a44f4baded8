import type { Path, SourceDocument } from '../document/source-document.js';
import type { Problem, SourcePosition } from '../errors.js';
import { DescriptionReader } from './reader.js';

/** Where a reference out of its document leads: to a document that may be read, or nowhere, and why not. */
export type ReferencePlace =
  | { readonly kind: 'document'; readonly location: string }
  | { readonly kind: 'refused'; readonly why: string; readonly hint: string };

/**
 * @param address - a reference without its fragment.
 * @param from - path or URL of the document that it stands in.
 */
export type ResolveReference = (address: string, from: string) => ReferencePlace;

const refuseAll: ResolveReference = () => ({
  kind: 'refused',
  why: 'leads out of the document',
  hint: 'bundle the document into one file',
});

/** A document that is referred to, and has not been read yet. */
export interface WantedDocument {
  readonly reference: string;
  readonly at: SourcePosition;
}

/** The documents that one description is spread over. */
export class Bundle {
  readonly warnings: Problem[] = [];
  /** By location. */
  readonly wanted = new Map<string, WantedDocument>();
  readonly #documents: ReadonlyMap<string, SourceDocument>;
  readonly #resolve: ResolveReference;
  readonly #readers = new Map<string, DescriptionReader>();
  readonly #warned = new Set<string>();

  /** @param documents - by location: path or URL. */
  constructor(documents: ReadonlyMap<string, SourceDocument>, resolve: ResolveReference = refuseAll) {
    this.#documents = documents;
    this.#resolve = resolve;
  }

  /** @throws {RangeError} for a location of which there is no document. */
  readerOf(location: string): DescriptionReader {
    const known = this.#readers.get(location);
    if (known) return known;
    const document = this.#documents.get(location);
    if (!document) throw new RangeError(`there is no document ${location}`);
    const reader = new DescriptionReader(document, location, this);
    this.#readers.set(location, reader);
    return reader;
  }

  /** The document that a reference at a path leads to; undefined where it may not be read, or has not been yet. */
  follow(reference: string, from: DescriptionReader, path: Path): DescriptionReader | undefined {
    const [address = ''] = reference.split('#', 1);
    if (address === '') return from;
    const place = this.#resolve(address, from.location);
    if (place.kind === 'refused') {
      from.warn(path, `the reference ${reference} ${place.why}`, place.hint);
      return undefined;
    }
    if (this.#documents.has(place.location)) return this.readerOf(place.location);
    this.wanted.set(place.location, { reference, at: from.document.valueAt([...path, '$ref']) });
    return undefined;
  }

  /** Notes a problem once. */
  warn(problem: Problem): void {
    const { at, message } = problem;
    const key = `${at.file}:${at.line}:${at.column}:${message}`;
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    this.warnings.push(problem);
  }
}
