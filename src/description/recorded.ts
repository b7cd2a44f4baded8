import { readDocument, type SourceDocument } from '../document/source-document.js';
import { AuthctlError, type SourcePosition } from '../errors.js';

/** What was sent with a request, besides its address; without what belongs to whoever sent it. */
export interface SentParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A route of the API, with the first request that was recorded or written down for it. */
export interface RecordedRoute {
  /** Upper case. */
  readonly method: string;
  /** Path and query; `{name}` for a parameter. */
  readonly path: string;
  readonly request: SentParts;
  /** `requests.har:12`. */
  readonly source: string;
  readonly at: SourcePosition;
}

interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly request: SentParts;
  readonly line: number;
}

const CODE = 'DESCRIPTION_INVALID';

/**
 * Reads routes from a HAR file (1.2), a Postman collection (2.1), or a plain list with one `GET /path` a line.
 *
 * Of addresses only path and query count; credentials in recorded headers are left out, because each subject has its own.
 *
 * @param origin - of the API: requests that were recorded to another origin are no routes of it. Undefined for any.
 * @throws {AuthctlError} `DESCRIPTION_INVALID` with the position.
 */
export function readRecorded(
  text: string,
  file: string,
  origin: string | undefined,
): readonly RecordedRoute[] {
  const recorded = /^\s*[[{]/.test(text)
    ? fromJson(readDocument(text, { file, code: CODE }))
    : fromList(text, file);
  const routes = new Map<string, RecordedRoute>();
  for (const { method, url, request, line } of recorded) {
    const path = pathOf(url, origin);
    const key = `${method} ${path}`;
    if (path === undefined || routes.has(key)) continue;
    routes.set(key, { method, path, request, source: `${file}:${line}`, at: { file, line, column: 1 } });
  }
  if (routes.size > 0) return [...routes.values()];
  throw new AuthctlError(CODE, `${file} has no routes${origin === undefined ? '' : ` of ${origin}`}`, {
    hint: 'write one `GET /path` a line, or name a HAR file or a Postman collection of this API',
  });
}

function pathOf(url: string, origin: string | undefined): string | undefined {
  if (url.startsWith('/')) return url.split('#')[0];
  const [, ofUrl, path = '/'] = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(url) ?? [];
  if (ofUrl === undefined || (origin !== undefined && new URL(ofUrl).origin !== origin)) return undefined;
  return path.startsWith('/') ? path : `/${path}`;
}

function fromList(text: string, file: string): readonly Recorded[] {
  return text.split(/\r?\n/).flatMap((written, index) => {
    const line = written.replace(/(^|\s)#.*$/, '').trim();
    if (line === '') return [];
    const [, method = '', url = ''] = /^([A-Za-z]+)\s+(\/\S*|https?:\/\/\S+)$/.exec(line) ?? [];
    if (method !== '') return [{ method: method.toUpperCase(), url, request: {}, line: index + 1 }];
    throw new AuthctlError(CODE, `'${line.slice(0, 60)}' is no route`, {
      at: { file, line: index + 1, column: 1 },
      hint: 'write a method and a path, such as `GET /articles/{id}`',
    });
  });
}

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const records = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function fromJson(document: SourceDocument): readonly Recorded[] {
  const { data } = document;
  if (isRecord(data) && isRecord(data.log)) return fromHar(document, data.log);
  if (isRecord(data) && isRecord(data.info) && Array.isArray(data.item)) {
    const variables = Object.fromEntries(
      records(data.variable).map(({ key, value }) => [text(key), text(value)]),
    );
    return fromPostman(document, data.item, ['item'], variables);
  }
  throw new AuthctlError(CODE, 'neither a HAR file nor a Postman collection', {
    at: document.valueAt([]),
    hint: 'an OpenAPI document is named with --openapi',
  });
}

function fromHar(document: SourceDocument, log: Json): readonly Recorded[] {
  return records(log.entries).flatMap(({ request }, index) => {
    if (!isRecord(request)) return [];
    const { method, url, postData } = request;
    const { line } = document.valueAt(['log', 'entries', index]);
    const sent = isRecord(postData)
      ? { body: text(postData.text), type: text(postData.mimeType) }
      : undefined;
    return [
      {
        method: text(method).toUpperCase(),
        url: text(url),
        request: requestOf(request.headers, 'name', sent),
        line,
      },
    ];
  });
}

/** Folders hold folders; `{{name}}` is a variable of the collection, `:name` a parameter. */
function fromPostman(
  document: SourceDocument,
  items: unknown,
  path: readonly (string | number)[],
  variables: Readonly<Record<string, string>>,
): readonly Recorded[] {
  return (Array.isArray(items) ? items : []).flatMap((item: unknown, index): readonly Recorded[] => {
    if (!isRecord(item)) return [];
    const at = [...path, index];
    if (Array.isArray(item.item)) return fromPostman(document, item.item, [...at, 'item'], variables);
    const { request } = item;
    if (!isRecord(request)) return [];
    const url = isRecord(request.url) ? text(request.url.raw) : text(request.url);
    const body = isRecord(request.body) && request.body.mode === 'raw' ? text(request.body.raw) : undefined;
    return [
      {
        method: text(request.method).toUpperCase() || 'GET',
        url: templated(url, variables),
        request: requestOf(request.header, 'key', body === undefined ? undefined : { body, type: '' }),
        line: document.valueAt(at).line,
      },
    ];
  });
}

function templated(url: string, variables: Readonly<Record<string, string>>): string {
  const filled = url.replace(/\{\{([^{}]+)\}\}/g, (_, name: string) => variables[name] ?? `{${name}}`);
  // What is left of a base URL that only an environment knows.
  const path = filled.replace(/^\{[^{}]+\}(?=\/)/, '');
  return path.replace(/\/:([\w-]+)/g, '/{$1}');
}

/** Fields that belong to whoever recorded them, or that the client writes itself. */
const OWN_HEADERS =
  /^(?::.*|authorization|cookie|host|content-length|connection|accept-encoding|user-agent|origin|referer|sec-.*|x-api-key|x-auth.*|x-csrf.*|x-xsrf.*)$/i;

function requestOf(
  headers: unknown,
  nameKey: 'name' | 'key',
  sent: { readonly body: string; readonly type: string } | undefined,
): SentParts {
  const kept = records(headers)
    .map((header) => [text(header[nameKey]).toLowerCase(), text(header.value)] as const)
    .filter(([name, value]) => name !== '' && value !== '' && !OWN_HEADERS.test(name));
  const fields = {
    ...(sent && sent.type !== '' ? { 'content-type': sent.type } : {}),
    ...Object.fromEntries(kept),
  };
  const isJson = sent !== undefined && /^\s*[[{]/.test(sent.body) && fields['content-type'] === undefined;
  if (isJson) fields['content-type'] = 'application/json';
  return {
    ...(Object.keys(fields).length === 0 ? {} : { headers: fields }),
    ...(sent === undefined || sent.body === '' ? {} : { body: sent.body }),
  };
}
