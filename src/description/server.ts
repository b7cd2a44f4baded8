import type { Path } from '../document/source-document.js';
import { type DescriptionReader, isRecord, isText } from './reader.js';

export interface DescribedServer {
  /** Without a trailing slash; empty for the root. */
  readonly basePath: string;
  /** Undefined where the server is given relative to the document, or not at all. */
  readonly origin: string | undefined;
}

const ABSOLUTE = /^https?:\/\//i;
/** Stands in for the document's address where it is a file; never shown. */
const PLACEHOLDER = 'http://document.invalid/';

/** The first entry of `servers`, its variables at their defaults; relative ones taken from the document's address. */
export function firstServer(reader: DescriptionReader, location: string): DescribedServer {
  const path: Path = ['servers', 0];
  const written = reader.valueAt([...path, 'url']);
  if (!isText(written)) return { basePath: '', origin: undefined };
  const url = withVariables(written, reader.valueAt([...path, 'variables']));
  const base = ABSOLUTE.test(location) ? location : PLACEHOLDER;
  if (!URL.canParse(url, base)) {
    reader.warn(path, `the server ${url} is no URL`);
    return { basePath: '', origin: undefined };
  }
  const { origin, pathname } = new URL(url, base);
  return { basePath: pathname.replace(/\/+$/, ''), origin: ABSOLUTE.test(url) ? origin : undefined };
}

function withVariables(url: string, variables: unknown): string {
  return url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = isRecord(variables) && Object.hasOwn(variables, name) ? variables[name] : undefined;
    return isRecord(variable) && isText(variable.default) ? variable.default : whole;
  });
}
