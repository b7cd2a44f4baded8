import { AuthctlError } from '../errors.js';
import { type Http, type HttpFailure, headerOf } from '../ports/http.js';

/** Where servers and frameworks put their description, the likeliest first. */
export const USUAL_PLACES = [
  '/openapi.json',
  '/openapi.yaml',
  '/openapi.yml',
  '/.well-known/openapi.json',
  '/.well-known/openapi.yaml',
  '/v3/api-docs',
  '/api-docs',
  '/api-docs.json',
  '/api/openapi.json',
  '/api/openapi.yaml',
  '/docs/openapi.json',
  '/docs/json',
  '/openapi',
  '/openapi/v1.json',
  '/swagger/v1/swagger.json',
  '/swagger.json',
  '/swagger/doc.json',
] as const;

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** A document as it was fetched; `location` is its URL. */
export interface FoundDocument {
  readonly text: string;
  readonly location: string;
}

/**
 * Looks for an OpenAPI document at the usual places below a base URL, and below its origin.
 *
 * Pages of HTML and other JSON are passed over; redirects are not followed.
 *
 * @param baseUrl - of the API, with or without a path.
 * @returns undefined where a server answers, but none of the places holds a description.
 * @throws {AuthctlError} `SERVER_UNREACHABLE`; `DESCRIPTION_INVALID` for a description over 32 MiB.
 */
export async function findOpenApi(http: Http, baseUrl: string): Promise<FoundDocument | undefined> {
  const search = await searchOpenApi(http, baseUrl);
  if (search.kind === 'failure') throw unreachable(search);
  return search.kind === 'found' ? search.document : undefined;
}

/** What came of looking for a description. */
export type Search =
  | { readonly kind: 'found'; readonly document: FoundDocument }
  | { readonly kind: 'none' }
  | HttpFailure;

/**
 * The same search for a caller who can do without: a server that cannot be reached ends it, and is no error yet.
 *
 * @param timeoutMs - for each request.
 * @throws {AuthctlError} `DESCRIPTION_INVALID` for a description over 32 MiB.
 */
export async function searchOpenApi(http: Http, baseUrl: string, timeoutMs = TIMEOUT_MS): Promise<Search> {
  for (const location of placesBelow(baseUrl)) {
    const outcome = await get(http, location, timeoutMs);
    if (outcome.kind === 'failure') return outcome;
    if (outcome.status === 200 && isDescription(outcome.body, headerOf(outcome.headers, 'content-type'))) {
      return { kind: 'found', document: { text: whole(outcome, location), location } };
    }
  }
  return { kind: 'none' };
}

/**
 * Fetches the description at a URL.
 *
 * @throws {AuthctlError} `SERVER_UNREACHABLE`; `ANSWER_UNUSABLE` for any status but 200; `DESCRIPTION_INVALID` for one
 *   over 32 MiB.
 */
export async function fetchOpenApi(http: Http, location: string): Promise<FoundDocument> {
  const outcome = await get(http, location);
  if (outcome.kind === 'failure') throw unreachable(outcome);
  if (outcome.status !== 200) {
    throw new AuthctlError('ANSWER_UNUSABLE', `${location} answered ${outcome.status}, not a description`, {
      hint: 'open the address in a browser; it must answer 200 with the OpenAPI document itself',
    });
  }
  return { text: whole(outcome, location), location };
}

const get = (http: Http, url: string, timeoutMs = TIMEOUT_MS) =>
  http.send({
    method: 'GET',
    url,
    headers: { accept: 'application/json, application/yaml, */*;q=0.5' },
    timeoutMs,
    maxBytes: MAX_BYTES,
  });

function placesBelow(baseUrl: string): readonly string[] {
  const base = baseUrl.replace(/\/+$/, '');
  const origin = URL.canParse(base) ? new URL(base).origin : base;
  return [...new Set([base, origin].flatMap((start) => USUAL_PLACES.map((place) => start + place)))];
}

/** Whether a body looks like an OpenAPI or Swagger document; what it says is judged when it is read. */
function isDescription(body: string, contentType = ''): boolean {
  if (/\bhtml\b/i.test(contentType) || /^\s*</.test(body)) return false;
  const key = /^\s*\{/.test(body) ? /"(?:openapi|swagger)"\s*:/ : /^["']?(?:openapi|swagger)["']?\s*:/m;
  return key.test(body.replace(/^\ufeff/, ''));
}

function whole(answer: { readonly body: string; readonly truncated: boolean }, location: string): string {
  if (!answer.truncated) return answer.body;
  throw new AuthctlError('DESCRIPTION_INVALID', `the description at ${location} is larger than 32 MiB`, {
    hint: 'download it, cut it down to the routes to be tested, and name the file',
  });
}

function unreachable(failure: HttpFailure): AuthctlError {
  if (failure.reason === 'aborted') return new AuthctlError('INTERRUPTED', 'interrupted');
  return new AuthctlError('SERVER_UNREACHABLE', `cannot reach ${failure.message}`, {
    hint: 'check the address, and that the server is running',
  });
}
