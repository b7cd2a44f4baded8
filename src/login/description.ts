import { atPointer, isJsonObject, type JsonObject, type JsonValue } from '../token/json.js';

/** A login route that an OpenAPI document describes. */
export interface DescribedLogin {
  readonly flow: 'json' | 'form' | 'session';
  readonly encoding: 'json' | 'form';
  readonly method: 'POST';
  /** As described, below the document's base path. */
  readonly path: string;
  readonly usernameField: string;
  readonly passwordField: string;
  /** The route that ends the session, where the document has one. */
  readonly logout: { readonly method: string; readonly path: string } | undefined;
}

const USERNAME_FIELDS = ['username', 'userName', 'user_name', 'email', 'login', 'user', 'identifier'];
const PASSWORD_FIELDS = ['password', 'passwd', 'pass', 'pwd'];
const TOKEN_FIELDS = /^(?:access_?token|token|jwt|id_?token|auth_?token)$/i;

/** Routes that take a name and a password for another purpose: to make an account or to change it. */
const OTHER_PURPOSE = /regist|sign-?up|reset|forgot|recover|change|\{/i;
const LOGIN_PATH = /log-?in|sign-?in|auth|token|session/i;
const LOGOUT_PATH = /log-?out|sign-?out/i;
const ENCODINGS = [
  ['json', 'application/json'],
  ['form', 'application/x-www-form-urlencoded'],
] as const;

/**
 * The login routes in an OpenAPI 3 or Swagger 2 document: each POST that takes a name and a password and answers a
 * token or sets a cookie. Those with a token come first, and of these the ones whose path says so.
 */
export function loginsIn(document: JsonValue): readonly DescribedLogin[] {
  if (!isJsonObject(document) || !isJsonObject(document.paths)) return [];
  const paths = document.paths;
  return Object.entries(paths)
    .filter(([path]) => !OTHER_PURPOSE.test(path))
    .flatMap(([path, item]) => loginsAt(document, path, resolved(document, item)))
    .toSorted((one, other) => rank(one) - rank(other));
}

const rank = ({ flow, path }: DescribedLogin): number =>
  ['json', 'form', 'session'].indexOf(flow) * 2 + (LOGIN_PATH.test(path) ? 0 : 1);

function loginsAt(document: JsonObject, path: string, item: JsonObject): readonly DescribedLogin[] {
  const operation = resolved(document, item.post);
  const answers = credentialOf(document, operation, path);
  if (answers === undefined) return [];
  const found = ENCODINGS.flatMap(([encoding, type]): DescribedLogin[] => {
    const fields = fieldsOf(document, operation, encoding, type);
    const usernameField = USERNAME_FIELDS.find((name) => fields.includes(name));
    const passwordField = PASSWORD_FIELDS.find((name) => fields.includes(name));
    if (usernameField === undefined || passwordField === undefined) return [];
    const common = { encoding, method: 'POST', path, usernameField, passwordField } as const;
    return answers === 'cookie'
      ? [{ ...common, flow: 'session', logout: logoutOf(document, path, item) }]
      : [{ ...common, flow: encoding, logout: undefined }];
  });
  return answers === 'cookie' ? found.slice(0, 1) : found;
}

/** The names of the fields that an operation takes in its body. */
function fieldsOf(
  document: JsonObject,
  operation: JsonObject,
  encoding: 'json' | 'form',
  type: string,
): readonly string[] {
  const content = resolved(document, resolved(document, operation.requestBody).content);
  const schema = resolved(document, resolved(document, content[type]).schema);
  const fields = propertiesOf(document, schema);
  return Object.keys(fields).length > 0 ? Object.keys(fields) : swaggerFields(document, operation, encoding);
}

/** Swagger 2 has the body among the parameters. */
function swaggerFields(
  document: JsonObject,
  operation: JsonObject,
  encoding: 'json' | 'form',
): readonly string[] {
  const parameters = (Array.isArray(operation.parameters) ? operation.parameters : []).map((parameter) =>
    resolved(document, parameter),
  );
  if (encoding === 'form') {
    return parameters.filter((parameter) => parameter.in === 'formData').map(({ name }) => String(name));
  }
  const body = parameters.find((parameter) => parameter.in === 'body');
  return body ? Object.keys(propertiesOf(document, resolved(document, body.schema))) : [];
}

/** What an operation's success gives the caller; undefined where the document shows neither. */
function credentialOf(
  document: JsonObject,
  operation: JsonObject,
  path: string,
): 'token' | 'cookie' | undefined {
  const responses = Object.entries(resolved(document, operation.responses))
    .filter(([status]) => /^(?:2|default)/i.test(status))
    .map(([, response]) => resolved(document, response));
  if (responses.some((response) => hasToken(document, bodySchema(document, response)))) return 'token';
  const setsCookie = responses.some((response) =>
    Object.keys(resolved(document, response.headers)).some((name) => name.toLowerCase() === 'set-cookie'),
  );
  if (setsCookie) return 'cookie';
  if (responses.length === 0 || !LOGIN_PATH.test(path)) return undefined;
  return usesCookies(document) && !/token/i.test(path) ? 'cookie' : 'token';
}

/** Whether a cookie is the only way the document knows to say who calls. */
function usesCookies(document: JsonObject): boolean {
  const components = resolved(document, document.components);
  const schemes = Object.values(resolved(document, components.securitySchemes)).map((scheme) =>
    resolved(document, scheme),
  );
  return schemes.length > 0 && schemes.every((scheme) => scheme.in === 'cookie');
}

function bodySchema(document: JsonObject, response: JsonObject): JsonObject {
  const content = resolved(document, response.content);
  const json = Object.keys(content).find((type) => /json/i.test(type));
  return resolved(document, json === undefined ? response.schema : resolved(document, content[json]).schema);
}

function hasToken(document: JsonObject, schema: JsonObject, depth = 0): boolean {
  return Object.entries(propertiesOf(document, schema)).some(
    ([name, inner]) =>
      TOKEN_FIELDS.test(name) || (depth < 2 && hasToken(document, resolved(document, inner), depth + 1)),
  );
}

function propertiesOf(document: JsonObject, schema: JsonObject): JsonObject {
  const parts = (['allOf', 'oneOf', 'anyOf'] as const).flatMap((join) =>
    Array.isArray(schema[join]) ? schema[join].map((part) => resolved(document, part)) : [],
  );
  return Object.assign(
    {},
    ...parts.map((part) => resolved(document, part.properties)),
    resolved(document, schema.properties),
  );
}

function logoutOf(document: JsonObject, path: string, item: JsonObject): DescribedLogin['logout'] {
  if (isJsonObject(item.delete)) return { method: 'DELETE', path };
  const other = Object.entries(resolved(document, document.paths)).find(
    ([name, candidate]) => LOGOUT_PATH.test(name) && isJsonObject(resolved(document, candidate).post),
  );
  return other && { method: 'POST', path: other[0] };
}

/** An object of the document with its reference followed; an empty one where it is none. */
function resolved(document: JsonObject, value: JsonValue | undefined, depth = 0): JsonObject {
  if (!isJsonObject(value)) return {};
  if (typeof value.$ref !== 'string') return value;
  if (!value.$ref.startsWith('#/') || depth > 8) return {};
  return resolved(document, atPointer(document, decodeURIComponent(value.$ref.slice(1))), depth + 1);
}

/**
 * The path that every path of the document lies below: of the server of its own origin, else of the first one named,
 * or `basePath`. Other origins only lend their path: a description often names where the API will run one day.
 */
export function basePathOf(document: JsonValue, url: string): string {
  if (!isJsonObject(document)) return '';
  const servers = Array.isArray(document.servers) ? document.servers : [];
  const named = [...servers.map((server) => isJsonObject(server) && server.url), document.basePath]
    .filter((address) => typeof address === 'string')
    .filter((address) => URL.canParse(address, url))
    .map((address) => new URL(address, url));
  const base = named.find(({ origin }) => origin === new URL(url).origin) ?? named[0];
  return base ? base.pathname.replace(/\/+$/, '') : '';
}
