import type { Parameter, Route } from './model.js';
import { parameterNames } from './route-key.js';

/** A request's own part: what a route becomes with values for its parameters. */
export interface Filled {
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Parameters that a request needs and nothing gives a value for. */
export interface Unfilled {
  readonly missing: readonly string[];
}

/**
 * Puts values into a route: the path's parameters, and those of query and header that are required.
 *
 * @param values - by name of parameter; they win over the description's examples.
 */
export function fillRoute(route: Route, values: Readonly<Record<string, string>>): Filled | Unfilled {
  const givenFor = (name: string, place: Parameter['in']): string | undefined =>
    values[name] ??
    route.parameters.find((parameter) => parameter.name === name && parameter.in === place)?.example;
  const required = route.parameters.filter((parameter) => parameter.required && parameter.in !== 'path');
  const needed = [
    ...parameterNames(route.path).map((name) => ({ name, in: 'path' as const })),
    ...required.map(({ name, in: place }) => ({ name, in: place })),
  ];
  const missing = needed.filter(({ name, in: place }) => !givenFor(name, place)).map(({ name }) => name);
  if (missing.length > 0) return { missing };
  const path = route.path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    pathSegment(givenFor(name, 'path') ?? ''),
  );
  const query = required
    .filter(({ in: place }) => place === 'query')
    .map(({ name }) => `${encodeURIComponent(name)}=${encodeURIComponent(givenFor(name, 'query') ?? '')}`);
  const headers = required.filter(({ in: place }) => place === 'header');
  return {
    url: query.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${query.join('&')}`,
    headers: Object.fromEntries(
      headers.map(({ name }) => [name.toLowerCase(), givenFor(name, 'header') ?? '']),
    ),
  };
}

/** Sent as written as far as a path segment may hold it (RFC 3986 section 3.3), `%2f` included; else encoded. */
function pathSegment(value: string): string {
  if (value === '.' || value === '..') return value.replaceAll('.', '%2E');
  return value.replace(/%(?![0-9A-Fa-f]{2})|[^\w.~!$&'()*+,;=:@%[\]-]/gu, (character) =>
    character === '%' ? '%25' : encodeURIComponent(character),
  );
}
