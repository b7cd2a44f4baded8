import { version } from '../version.js';
import type { Grant } from './access.js';
import type { BodyDefinition, Field, Fields } from './body.js';
import type { AnswerDescription, Operation, Route } from './route.js';
import type { ResourceSettings, ServerSettings } from './settings.js';
import type { ServerState } from './state.js';

type Json = { readonly [name: string]: unknown };

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/**
 * The OpenAPI 3.1 document of a route table. Everything in it follows from the table: what is routed, who may
 * (`security`, and `x-roles` with the grammar that `allow:` has in `authctl.yaml`), what goes in and what comes out.
 */
export function describeApi(
  routes: readonly Route[],
  { issuer, cookieName, settings }: Pick<ServerState, 'issuer' | 'cookieName' | 'settings'>,
): Json {
  const tags = new Set(routes.flatMap(({ operation }) => operation?.tag ?? []));
  return {
    openapi: '3.1.0',
    info: {
      title: 'authctl demo API',
      version,
      summary: summaryOf(settings),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: issuer }],
    tags: [...tags].map((name) => ({ name })),
    paths: pathsOf(routes, settings),
    components: {
      securitySchemes: {
        bearerAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookieAuth: { type: 'apiKey', in: 'cookie', name: cookieName },
      },
      schemas: { ...schemasOf(settings), ...bodySchemas(routes) },
    },
  };
}

function summaryOf({ resources, roles }: ServerSettings): string {
  const objects = resources.map(({ name, owner }) => (owner === undefined ? name : `${name} with owners`));
  const things = [...objects, 'users'].join(', ');
  const names = roles.map(({ name }) => name);
  return `${things.charAt(0).toUpperCase()}${things.slice(1)}; roles, from least to most privileged: ${names.join(', ')}.`;
}

function pathsOf(routes: readonly Route[], { roles }: Pick<ServerSettings, 'roles'>): Json {
  const names = roles.map(({ name }) => name);
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    if (!route.operation) continue;
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(route, route.operation, names),
    };
  }
  return paths;
}

function operationOf(route: Route, operation: Operation, roles: readonly string[]): Json {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description ? { description: operation.description } : {}),
    ...securityOf(route),
    ...parametersOf(operation),
    ...(route.body ? { requestBody: requestBodyOf(route.body) } : {}),
    responses: responsesOf(route, operation, roles),
  };
}

function securityOf(route: Route): Json {
  if (route.access === 'public') return { security: [] };
  const cookieOnly = route.credential === 'cookie';
  return {
    security: cookieOnly ? [{ cookieAuth: [] }] : [{ bearerAuth: [] }, { cookieAuth: [] }],
    'x-roles': route.access.map((grant: Grant) => (grant.when ? grant : grant.role)),
  };
}

function parametersOf({ examples = {} }: Operation): Json {
  const parameters = Object.entries(examples).map(([name, example]) => ({
    name,
    in: 'path',
    required: true,
    schema: typeof example === 'number' ? { type: 'integer', minimum: 1 } : { type: 'string' },
    example,
  }));
  return parameters.length > 0 ? { parameters } : {};
}

function requestBodyOf({ name, mediaTypes }: BodyDefinition): Json {
  const content = mediaTypes.map((mediaType) => [mediaType, { schema: reference(name) }] as const);
  return { required: true, content: Object.fromEntries(content) };
}

/** What follows from the route itself, besides the answers that it names. */
function impliedAnswers(route: Route, roles: readonly string[]): Readonly<Record<number, AnswerDescription>> {
  const { access, body, path } = route;
  const error = (description: string): AnswerDescription => ({ description, schema: 'Error' });
  const challenge = { 'WWW-Authenticate': 'How to authenticate (RFC 6750 section 3).' };
  return {
    ...(body ? { 400: error('The body is not what the schema says.') } : {}),
    ...(access === 'public'
      ? {}
      : { 401: { ...error('No credentials, or worthless ones.'), headers: challenge } }),
    ...(mayForbid(route, roles) ? { 403: error('The caller may not do this.') } : {}),
    ...(path.includes('{') ? { 404: error('There is no such object.') } : {}),
    ...(body ? { 413: error('The body is too long.'), 415: error('The body has another media type.') } : {}),
  };
}

/** Where every role may read, nobody who is known is refused; what changes something is refused to other sites. */
const mayForbid = ({ access, method }: Route, roles: readonly string[]): boolean =>
  access !== 'public' &&
  (method !== 'GET' || !roles.every((name) => access.some(({ role, when }) => role === name && !when)));

function responsesOf(route: Route, operation: Operation, roles: readonly string[]): Json {
  const answers = { ...impliedAnswers(route, roles), ...operation.answers };
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [status, responseOf(answer)] as const),
  );
}

function responseOf({ description, schema, constant, list, headers }: AnswerDescription): Json {
  const headerEntries = Object.entries(headers ?? {}).map(
    ([name, meaning]) => [name, { description: meaning, schema: { type: 'string' } }] as const,
  );
  const one = schema === undefined ? { const: constant } : reference(schema);
  const content = list ? { type: 'array', items: one } : one;
  return {
    description,
    ...(headers ? { headers: Object.fromEntries(headerEntries) } : {}),
    ...((schema ?? constant) ? { content: { 'application/json': { schema: content } } } : {}),
  };
}

function bodySchemas(routes: readonly Route[]): Json {
  const bodies = routes.flatMap(({ body }) => (body ? [[body.name, bodySchema(body)] as const] : []));
  return Object.fromEntries(bodies);
}

function bodySchema({ fields, open }: BodyDefinition): Json {
  return {
    type: 'object',
    ...requiredOf(fields),
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)])),
    ...(open ? {} : { additionalProperties: false }),
  };
}

function requiredOf(fields: Fields): Json {
  const required = Object.keys(fields).filter((name) => !fields[name]?.optional);
  return required.length > 0 ? { required } : {};
}

function fieldSchema(field: Field): Json {
  if (field.type !== 'text') return { type: field.type, examples: [field.example] };
  const { minLength, maxLength, example, secret } = field;
  return {
    type: 'string',
    ...(secret ? { format: 'password' } : {}),
    minLength,
    maxLength,
    examples: [example],
  };
}

const text = { type: 'string' };
const id = { type: 'integer', minimum: 1 };

const record = (properties: Json, optional: Json = {}): Json => ({
  type: 'object',
  required: Object.keys(properties),
  properties: { ...properties, ...optional },
  additionalProperties: false,
});

const schemasOf = ({ roles, resources }: ServerSettings): Json => ({
  User: record(
    { id, username: text, role: { type: 'string', enum: roles.map(({ name }) => name) } },
    { name: text },
  ),
  ...Object.fromEntries(resources.map((resource) => [resource.type, objectSchema(resource)])),
  Token: record({
    access_token: { type: 'string', description: 'A JWT (RFC 9068), to be sent as `Authorization: Bearer`.' },
    token_type: { const: 'Bearer' },
    expires_in: { type: 'integer', minimum: 1, description: 'Seconds.' },
  }),
  Error: record({ error: text, error_description: text }),
});

/** What an object of a resource looks like. */
function objectSchema({ fields, owner, items }: ResourceSettings): Json {
  const isNumbered = items.every((item) => typeof item.id === 'number');
  const own = owner === undefined ? {} : { [owner]: { ...id, description: 'Id of the user whose it is.' } };
  const schemas = (wanted: (field: Field) => boolean) =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([name, field]) => name !== owner && wanted(field))
        .map(([name, field]) => [name, { type: typeName(field) }]),
    );
  return record(
    { id: isNumbered ? id : { type: ['integer', 'string'] }, ...schemas((field) => !field.optional), ...own },
    schemas((field) => field.optional === true),
  );
}

const typeName = ({ type }: Field): string => (type === 'text' ? 'string' : type);
