import type { Route } from './route.js';

export type Match =
  | { readonly kind: 'route'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  /** The path exists, the method does not: 405, with what `Allow` says. */
  | { readonly kind: 'method'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

interface Candidate {
  readonly segments: readonly Segment[];
  readonly route: Route;
}

/** Of a path: `text` as it must be sent, or the name of a parameter. */
type Segment = { readonly text: string } | { readonly parameter: string };

const PARAMETER = /^\{(\w+)\}$/;

/**
 * Finds the route for a request. Paths are compared as they were sent: case counts, nothing is normalised, so `//`,
 * `/../`, `%2e`, `;x` and a trailing slash lead nowhere, and no two spellings of a static path reach one route.
 */
export class Router {
  readonly #byLength = new Map<number, Candidate[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const segments = route.path.split('/').map(segmentOf);
      const alike = this.#byLength.get(segments.length) ?? [];
      this.#byLength.set(segments.length, [...alike, { segments, route }]);
    }
  }

  /** @param path - the path of the request target, still encoded, without its query. */
  match(method: string, path: string): Match {
    const segments = path.split('/');
    const found = (this.#byLength.get(segments.length) ?? []).flatMap(({ segments: template, route }) => {
      const params = paramsOf(template, segments);
      return params ? [{ route, params }] : [];
    });
    const wanted = method === 'HEAD' ? 'GET' : method;
    const hit = found.find(({ route }) => route.method === wanted);
    if (hit) return { kind: 'route', ...hit };
    return found.length > 0
      ? { kind: 'method', allow: allowed(found.map(({ route }) => route.method)) }
      : { kind: 'none' };
  }
}

function segmentOf(text: string): Segment {
  const parameter = PARAMETER.exec(text)?.[1];
  return parameter === undefined ? { text } : { parameter };
}

function paramsOf(
  template: readonly Segment[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const params: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const actual = segments[index] ?? '';
    if ('text' in expected) {
      if (actual !== expected.text) return undefined;
    } else {
      const value = decoded(actual);
      if (!value) return undefined;
      params[expected.parameter] = value;
    }
  }
  return params;
}

/** Undefined for a segment that is not percent-encoded UTF-8. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function allowed(methods: readonly string[]): readonly string[] {
  return [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'];
}

/**
 * The path of a request target (RFC 9112 section 3.2): origin form, or absolute form with scheme and authority cut off.
 */
export function pathOf(target: string): string {
  const origin = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '');
  const query = origin.indexOf('?');
  return query === -1 ? origin : origin.slice(0, query);
}
