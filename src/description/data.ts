import { readDocument } from '../document/source-document.js';
import { AuthctlError } from '../errors.js';
import type { FoundDocument } from './find.js';

/** A description as plain data, whatever its version; undefined where it cannot be read. */
export function descriptionData({ text, location }: FoundDocument): unknown {
  try {
    return readDocument(text, { file: location, code: 'DESCRIPTION_INVALID' }).data;
  } catch (error) {
    if (error instanceof AuthctlError) return undefined;
    throw error;
  }
}
