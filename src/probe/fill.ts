import type { RequestParts } from '../config/probe-config.js';
import type { Parameter, Route } from './model.js';
import { parameterNames } from './route-key.js';
import { fillJson, fillText } from './template.js';

/** A request's own part: what a route becomes with values for its parameters. */
export interface Filled {
  /** Path and query, as sent. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As sent; null for none. */
  readonly body: string | null;
}

/** Parameters that a request needs and nothing gives a value for; `body` where that is the body. */
export interface Unfilled {
  readonly missing: readonly string[];
}

/** What goes into a route. */
export interface Filling {
  /** By name of parameter; they win over the description's examples. */
  readonly values: Readonly<Record<string, string>>;
  readonly request?: RequestParts | undefined;
  /** What `{{NAME}}` stands for; the values stand for themselves too. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** Puts values into a route: the path's parameters, those of query and header that are required, and the body. */
export function fillRoute(
  route: Route,
  { values, request = {}, variables = {} }: Filling,
): Filled | Unfilled {
  const known = mapped(values, (value) => fillText(value, variables));
  const all = { ...variables, ...known };
  const query = mapped(request.query ?? {}, (value) => fillText(value, all));
  const headers = mapped(request.headers ?? {}, (value) => fillText(value, all));
  const given: Record<Parameter['in'], Readonly<Record<string, string>>> = {
    path: {},
    query,
    header: lowerCased(headers),
  };
  const valueFor = (name: string, place: Parameter['in']): string | undefined =>
    given[place][place === 'header' ? name.toLowerCase() : name] ??
    known[name] ??
    route.parameters.find((parameter) => parameter.name === name && parameter.in === place)?.example;
  const [template = ''] = route.path.split('#');
  const required = route.parameters.filter((parameter) => parameter.required && parameter.in !== 'path');
  const body = bodyOf(route, request, all);
  const needed = [
    ...parameterNames(template).map((name) => ({ name, in: 'path' as const })),
    ...required.map(({ name, in: place }) => ({ name, in: place })),
  ];
  const missing = [
    ...needed
      .filter(({ name, in: place }) => !isThere(valueFor(name, place), place))
      .map(({ name }) => `{${name}}`),
    ...(body === undefined ? ['its body'] : []),
  ];
  if (missing.length > 0 || body === undefined) return { missing };
  const path = template.replace(/\{([^}]+)\}/g, (_, name: string) =>
    pathSegment(valueFor(name, 'path') ?? ''),
  );
  const named = (place: Parameter['in']) => required.filter((parameter) => parameter.in === place);
  const inQuery = { ...mappedNames(named('query'), (name) => valueFor(name, 'query') ?? ''), ...query };
  const inHeaders = mappedNames(named('header'), (name) => valueFor(name, 'header') ?? '');
  return {
    url: withQuery(path, inQuery),
    headers: { ...body?.headers, ...lowerCased(inHeaders), ...lowerCased(headers) },
    body: body?.text ?? null,
  };
}

/** Some servers want a parameter to be there and empty; in a path that would be another path. */
const isThere = (value: string | undefined, place: Parameter['in']): boolean =>
  value !== undefined && (value !== '' || place !== 'path');

interface FilledBody {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Null for none, undefined where one is needed and nothing says what to send. */
function bodyOf(
  { method, body }: Route,
  { body: given, form }: RequestParts,
  variables: Readonly<Record<string, string>>,
): FilledBody | null | undefined {
  if (form !== undefined) return formBody(form, variables);
  if (given !== undefined) return jsonBody(fillJson(given, variables));
  if (body === undefined || method === 'GET' || method === 'HEAD') return null;
  if (body.example === undefined) return body.required ? undefined : null;
  if (/x-www-form-urlencoded/i.test(body.mediaType) && isRecord(body.example)) {
    return formBody(mapped(body.example, String), {});
  }
  const written = jsonBody(body.example);
  return { ...written, headers: { 'content-type': body.mediaType } };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text is sent as it stands, and its type is for the configuration to say. */
function jsonBody(value: unknown): FilledBody {
  return typeof value === 'string'
    ? { text: value, headers: { 'content-type': 'text/plain' } }
    : { text: JSON.stringify(value), headers: { 'content-type': 'application/json' } };
}

function formBody(
  fields: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): FilledBody {
  const text = new URLSearchParams(mapped(fields, (value) => fillText(value, variables))).toString();
  return { text, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
}

function mapped<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function mappedNames(
  parameters: readonly Parameter[],
  valueFor: (name: string) => string,
): Record<string, string> {
  return Object.fromEntries(parameters.map(({ name }) => [name, valueFor(name)]));
}

const lowerCased = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const parts = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return parts.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${parts.join('&')}`;
}

/** Sent as written as far as a path segment may hold it (RFC 3986 section 3.3), `%2f` included; else encoded. */
function pathSegment(value: string): string {
  if (value === '.' || value === '..') return value.replaceAll('.', '%2E');
  return value.replace(/%(?![0-9A-Fa-f]{2})|[^\w.~!$&'()*+,;=:@%[\]-]/gu, (character) =>
    character === '%' ? '%25' : encodeURIComponent(character),
  );
}
