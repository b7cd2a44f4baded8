import type { SourceDocument } from '../document/source-document.js';
import { AuthctlError } from '../errors.js';
import { Bundle, type ResolveReference, type WantedDocument } from './bundle.js';
import type { Description } from './description.js';
import type { FoundDocument } from './find.js';
import { describe, readDescriptionDocument } from './read.js';

/** Where a description's further documents come from. */
export interface DocumentSource {
  readonly resolve: ResolveReference;
  /** @throws {AuthctlError} where it cannot be had. */
  read(location: string): Promise<string>;
}

/** A description is not spread over more: a server that makes up references would never come to an end. */
const MOST_DOCUMENTS = 1_000;

/**
 * Reads a description with the documents that it refers to; only those that something depends on are asked for.
 *
 * @throws {AuthctlError} `DESCRIPTION_INVALID` with the position; what reading a document throws, with the position of the
 * reference to it.
 */
export async function readBundle(root: FoundDocument, source: DocumentSource): Promise<Description> {
  const { text, location } = root;
  const documents = new Map([[location, readDescriptionDocument(text, location)]]);
  for (;;) {
    const bundle = new Bundle(documents, source.resolve);
    const description = describe(bundle, location);
    if (bundle.wanted.size === 0) return description;
    for (const [wanted, reference] of bundle.wanted) {
      if (documents.size >= MOST_DOCUMENTS) throw tooMany(reference);
      documents.set(wanted, await readWanted(wanted, reference, source));
    }
  }
}

async function readWanted(
  location: string,
  { reference, at }: WantedDocument,
  { read }: DocumentSource,
): Promise<SourceDocument> {
  const text = await read(location).catch((cause: unknown) => {
    if (!(cause instanceof AuthctlError) || cause.code === 'INTERRUPTED') throw cause;
    throw new AuthctlError(cause.code, `the reference ${reference} cannot be followed: ${cause.message}`, {
      at,
      cause,
      hint: 'correct the reference, or bundle the description into one file',
    });
  });
  return readDescriptionDocument(text, location);
}

const tooMany = ({ at }: WantedDocument): AuthctlError =>
  new AuthctlError(
    'DESCRIPTION_INVALID',
    `the description is spread over more than ${MOST_DOCUMENTS} documents`,
    {
      at,
      hint: 'bundle it into one file',
    },
  );
