import { isLimitedToOwn } from '../access.js';
import { type Answer, Refused, refusal } from '../answer.js';
import type { BodyDefinition, Fields } from '../body.js';
import type { Call, GuardedRoute, Operation, PublicRoute, ResolvedRoute, Route } from '../route.js';
import type { Item, ObjectAction, ResourceSettings } from '../settings.js';
import type { User } from '../users.js';
import { idParameter, otherParameters } from './parameters.js';

type Handle = (call: Call, user: User | undefined) => Answer;

/** A route of the demo API that lists, reads, creates, changes or deletes the objects of one resource. */
export function objectRoute(
  settings: ResolvedRoute,
  action: ObjectAction,
  resource: ResourceSettings,
): Route {
  const { method, path, access } = settings;
  const handle = handlers[action](settings, resource);
  const body = bodyFor(action, resource);
  const base = { method, path, ...(body && { body }), operation: operationOf(settings, action, resource) };
  if (access === 'public')
    return { ...base, access, handle: (call) => handle(call, undefined) } satisfies PublicRoute;
  return { ...base, access, ownerOf: ownerIn(settings, resource), handle } satisfies GuardedRoute;
}

/** Whose the object of a call is; of a list, the caller's own: it holds nothing else for who is limited to that. */
function ownerIn({ path }: ResolvedRoute, resource: ResourceSettings): NonNullable<GuardedRoute['ownerOf']> {
  const { name, owner = '' } = resource;
  const id = idParameter(path);
  return ({ state, params }, user) => {
    if (id !== undefined) return state.objects(name).get(params[id] ?? '')?.[owner];
    return owner in params ? Number(params[owner]) : user.id;
  };
}

/** The objects that the parameters before the last one leave: `/authors/{owner}/articles` has those of one owner. */
const within = (path: string, params: Call['params']) => (item: Item) =>
  otherParameters(path).every((name) => String(item[name]) === params[name]);

function named({ path }: ResolvedRoute, { name, type }: ResourceSettings, { state, params }: Call): Item {
  const item = state.objects(name).get(params[idParameter(path) ?? ''] ?? '');
  if (item && within(path, params)(item)) return item;
  throw new Refused(404, 'not_found', `there is no such ${type.toLowerCase()}`);
}

type Handler = (route: ResolvedRoute, resource: ResourceSettings) => Handle;

const handlers: Readonly<Record<ObjectAction, Handler>> = {
  list: (route, resource) => (call, user) => {
    const { owner = '' } = resource;
    const own = user && isLimitedToOwn(route.access, user.role);
    const items = call.state.objects(resource.name).list().filter(within(route.path, call.params));
    return { status: 200, body: own ? items.filter((item) => item[owner] === user.id) : items };
  },
  read: (route, resource) => (call) => ({ status: 200, body: named(route, resource, call) }),
  create: (route, resource) => (call, user) => {
    const parents = otherParameters(route.path).map((name) => [name, call.params[name]] as const);
    const item = call.state.objects(resource.name).add({
      ...call.fields,
      ...Object.fromEntries(parents),
      ...(resource.owner === undefined ? {} : { [resource.owner]: user?.id ?? null }),
    });
    if (!item) {
      return refusal(
        507,
        'insufficient_storage',
        `there is no room for another ${resource.type.toLowerCase()}`,
      );
    }
    const own = `${call.request.url?.split('?')[0]}/${encodeURIComponent(item.id)}`;
    return { status: 201, headers: { Location: own }, body: item };
  },
  replace: changed,
  update: changed,
  delete: (route, resource) => (call) => {
    call.state.objects(resource.name).remove(String(named(route, resource, call).id));
    return { status: 204 };
  },
};

function changed(route: ResolvedRoute, resource: ResourceSettings): Handle {
  return (call) => {
    const item = { ...named(route, resource, call), ...call.fields };
    call.state.objects(resource.name).replace(item);
    return { status: 200, body: item };
  };
}

/** Nothing but the resource's fields: the id and the owner are the server's to set. An update may leave any out. */
function bodyFor(action: ObjectAction, { type, fields }: ResourceSettings): BodyDefinition | undefined {
  if (action !== 'create' && action !== 'replace' && action !== 'update') return undefined;
  return {
    name: action === 'update' ? `${type}Changes` : `${type}Input`,
    mediaTypes: ['application/json'],
    fields: action === 'update' ? allOptional(fields) : fields,
    open: false,
  };
}

export const allOptional = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { ...field, optional: true as const }]),
  );

function operationOf(route: ResolvedRoute, action: ObjectAction, resource: ResourceSettings): Operation {
  const { type, name, items } = resource;
  const { words, answers } = told[action](type, type.toLowerCase(), name);
  const example = items[0];
  const parameters = [...otherParameters(route.path), idParameter(route.path)].flatMap((parameter) => {
    if (parameter === undefined) return [];
    const value = parameter === idParameter(route.path) ? example?.id : example?.[parameter];
    return [[parameter, typeof value === 'number' ? value : String(value ?? 'none')] as const];
  });
  return {
    id: operationId(route, action, resource),
    tag: name,
    summary: route.summary ?? words,
    ...(parameters.length > 0 ? { examples: Object.fromEntries(parameters) } : {}),
    answers,
  };
}

/** `listArticles`, `readArticle`; where a path has parents, they are named too, for an id stands once in a document. */
function operationId(
  { path }: ResolvedRoute,
  action: ObjectAction,
  { type, name }: ResourceSettings,
): string {
  const object = action === 'list' ? capital(name) : type;
  const parents = otherParameters(path).map((parent) => `By${capital(parent)}`);
  return `${action}${object}${parents.join('')}`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

interface Told {
  readonly words: string;
  readonly answers: Operation['answers'];
}

const told: Readonly<Record<ObjectAction, (type: string, word: string, plural: string) => Told>> = {
  list: (type, _word, plural) => ({
    words: `All ${plural}`,
    answers: { 200: { description: 'In order of id.', schema: type, list: true } },
  }),
  read: (type, word) => ({
    words: `One ${word}`,
    answers: { 200: { description: `The ${word}.`, schema: type } },
  }),
  create: (type, word) => ({
    words: `Add one ${word}; the caller owns it`,
    answers: {
      201: { description: `The new ${word}.`, schema: type, headers: { Location: 'Its path.' } },
      507: { description: `There is no room for another ${word}.`, schema: 'Error' },
    },
  }),
  replace: (type, word) => ({
    words: `Rewrite one ${word}`,
    answers: { 200: { description: `The ${word} as it is now.`, schema: type } },
  }),
  update: (type, word) => ({
    words: `Change one ${word}`,
    answers: { 200: { description: `The ${word} as it is now.`, schema: type } },
  }),
  delete: (_type, word) => ({
    words: `Delete one ${word}`,
    answers: { 204: { description: `The ${word} is gone.` } },
  }),
};
