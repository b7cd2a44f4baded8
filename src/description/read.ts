import { type Path, readDocument, type SourceDocument } from '../document/source-document.js';
import { AuthctlError } from '../errors.js';
import { Bundle } from './bundle.js';
import type { Description } from './description.js';
import { fileNameOf } from './file-name.js';
import { operationsOf } from './operation.js';
import { type DescriptionReader, isRecord, isText } from './reader.js';
import { firstServer } from './server.js';
import { isSwagger, swaggerServer } from './swagger.js';

const CODE = 'DESCRIPTION_INVALID';

/** Descriptions are large and many generators write them with aliases. */
const MAX_ALIASES = 10_000;

const SUPPORTED = /^3\.[012](\.|$)/;

/**
 * Reads an OpenAPI 3.0, 3.1 or 3.2 document, or one of Swagger 2.0, in JSON or YAML.
 *
 * References inside the document are followed; of those that leave it, and of other parts that cannot be used, the
 * description's `warnings` tell. Nothing is validated beyond what is read.
 *
 * @param location - path or URL of the document, for messages and relative servers.
 * @throws {AuthctlError} `DESCRIPTION_INVALID` with the position, for a text that is no such document.
 */
export const readDescription = (text: string, location: string): Description =>
  describe(new Bundle(new Map([[location, readDescriptionDocument(text, location)]])), location);

/** @throws {AuthctlError} `DESCRIPTION_INVALID` with the position, for a text that is neither YAML nor JSON. */
export const readDescriptionDocument = (text: string, location: string): SourceDocument =>
  readDocument(text, { file: location, code: CODE, maxAliases: MAX_ALIASES });

/**
 * What the documents of a bundle say together, as far as they have been read.
 *
 * @param location - of the document that the others are referred to from.
 * @throws {AuthctlError} `DESCRIPTION_INVALID` with the position, for one that is no description.
 */
export function describe(bundle: Bundle, location: string): Description {
  const reader = bundle.readerOf(location);
  requireSupported(reader);
  const paths = reader.valueAt(['paths']) ?? {};
  if (!isRecord(paths)) throw invalid(reader, ['paths'], 'expected `paths` to be an object of paths');
  const names = Object.keys(paths).filter((path) => path.startsWith('/'));
  const speaksOfSecurity = mentionsSecurity(reader, names);
  const title = reader.valueAt(['info', 'title']);
  return {
    location,
    title: isText(title) ? title : fileNameOf(location),
    ...(isSwagger(reader) ? swaggerServer(reader) : firstServer(reader, location)),
    operations: names.flatMap((path) => operationsOf(path, { root: reader, speaksOfSecurity })),
    warnings: bundle.warnings,
  };
}

function requireSupported(reader: DescriptionReader): void {
  const { data } = reader.document;
  if (!isRecord(data)) throw invalid(reader, [], 'not an OpenAPI document: expected an object', ADVICE);
  if (isSwagger(reader)) return;
  if (data.swagger !== undefined) {
    throw invalid(
      reader,
      ['swagger'],
      'Swagger 1 is not read, only Swagger 2.0 and OpenAPI 3',
      'convert the document to OpenAPI 3',
    );
  }
  if (data.openapi === undefined) {
    throw invalid(reader, [], 'not an OpenAPI document: the key `openapi` is missing', ADVICE);
  }
  const version = reader.document.spellingAt(['openapi']) ?? String(data.openapi);
  if (!SUPPORTED.test(version)) {
    throw invalid(
      reader,
      ['openapi'],
      `OpenAPI ${version.slice(0, 20)} is not read, only 3.0, 3.1 and 3.2`,
      'publish the document as OpenAPI 3.1',
    );
  }
}

const ADVICE = 'name a document that begins with `openapi: 3.0` or `openapi: 3.1`';

function invalid(reader: DescriptionReader, path: Path, message: string, hint?: string): AuthctlError {
  return new AuthctlError(CODE, message, { at: reader.document.valueAt(path), hint });
}

/** Whether `security` stands at the top or on any operation: then its absence elsewhere means something. */
function mentionsSecurity(reader: DescriptionReader, paths: readonly string[]): boolean {
  if (reader.valueAt(['security']) !== undefined) return true;
  return paths.some((path) => {
    const item = reader.object(['paths', path]);
    return Object.values(item?.value ?? {}).some((part) => isRecord(part) && part.security !== undefined);
  });
}
