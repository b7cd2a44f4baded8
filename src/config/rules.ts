import type { Path, SourceDocument } from '../document/source-document.js';
import type { Problem } from '../errors.js';
import { didYouMean } from '../nearest.js';
import { checkProbeRules } from './probe-rules.js';
import { hasSoundBraces, isMethod, METHODS, ROUTE_KEY } from './route-key.js';
import type { ConfigFile, RouteFile } from './schema.js';
import { dotted } from './schema-problems.js';

/** The role of the caller without credentials; known without being listed. */
export const ANONYMOUS = 'anonymous';

/** What no schema can say: that names lead to something, and that templates and parameters fit. */
export function checkRules(file: ConfigFile, document: SourceDocument): readonly Problem[] {
  return [
    ...roleProblems(file, document),
    ...Object.keys(file.subjects ?? {})
      .filter((name) => name === ANONYMOUS)
      .map((name) => ({
        message: `a subject cannot be named '${name}': that is the caller without credentials`,
        at: document.keyAt(['subjects', name]),
        hint: 'remove it; an anonymous caller takes part in every probe',
      })),
    ...emptyRoutes(file, document),
    ...routeProblems(file, document),
    ...checkProbeRules(file, document),
  ];
}

/** Every place that names a role. */
function* rolePlaces(file: ConfigFile): Iterable<{ readonly role: string; readonly path: Path }> {
  for (const [name, subject] of Object.entries(file.subjects ?? {})) {
    yield { role: subject.role, path: ['subjects', name, 'role'] };
  }
  for (const [key, { allow }] of Object.entries(file.routes ?? {})) {
    if (allow === 'any' || allow === undefined) continue;
    for (const [index, grant] of allow.entries()) {
      const path: Path = ['routes', key, 'allow', index];
      if (typeof grant === 'string') yield { role: grant, path };
      else yield { role: grant.role, path: [...path, 'role'] };
    }
  }
}

function roleProblems(file: ConfigFile, document: SourceDocument): readonly Problem[] {
  const { roles } = file;
  if (!roles) return [];
  const repeated = roles.flatMap((role, index) =>
    roles.indexOf(role) === index
      ? []
      : {
          message: `the role '${role}' stands twice in roles`,
          at: document.valueAt(['roles', index]),
          hint: 'keep one of the two',
        },
  );
  const unknown = [...rolePlaces(file)]
    .filter(({ role }) => role !== ANONYMOUS && !roles.includes(role))
    .map(({ role, path }) => ({
      message: `${dotted(path)}: the role '${role}' is not in roles (${roles.join(', ')})`,
      at: document.valueAt(path),
      hint: didYouMean(role, roles) ?? 'add it to `roles:`, or name one of those',
    }));
  return [...repeated, ...unknown];
}

/** Routes that say nothing at all. */
const emptyRoutes = (file: ConfigFile, document: SourceDocument): readonly Problem[] =>
  Object.entries(file.routes ?? {})
    .filter(([, route]) => Object.keys(route).length === 0)
    .map(([key]) => ({
      message: `routes['${key}'] lacks 'allow'`,
      at: document.keyAt(['routes', key]),
      hint: 'add `allow:` with a list of roles, such as [reader, admin], or any',
    }));

function routeProblems(file: ConfigFile, document: SourceDocument): readonly Problem[] {
  const seen = new Set<string>();
  const owned = ownedKinds(file);
  return Object.entries(file.routes ?? {}).flatMap(([key, route]) => {
    const at: Path = ['routes', key];
    const [, method = '', path = ''] = ROUTE_KEY.exec(key) ?? [];
    const name = `${method} ${path}`;
    const problems: Problem[] = [];
    const complain = (message: string, place: Path, hint: string) =>
      problems.push({ message, at: document.keyAt(place), hint });
    if (!isMethod(method)) {
      complain(
        `'${method}' is no method that is probed`,
        at,
        didYouMean(method, METHODS) ?? `write one of ${METHODS.join(', ')}`,
      );
    }
    if (seen.has(name)) complain(`the route ${name} stands twice`, at, 'keep one of the two');
    seen.add(name);
    if (!hasSoundBraces(path)) {
      complain(
        `the path ${path} has braces that hold no name or are not closed`,
        at,
        'write a parameter as `{name}`',
      );
    }
    for (const stray of strayParameters(path, route)) {
      complain(
        `'${stray.name}' is no parameter of ${path}, and {${stray.unfilled}} is filled by none`,
        [...at, 'params', stray.name],
        `write '${stray.unfilled}'`,
      );
    }
    if (
      needsOwner(route) &&
      owned.size > 0 &&
      route.setup === undefined &&
      !Object.values(route.params ?? {}).some((kind) => owned.has(String(kind)))
    ) {
      complain(
        '`when: own` needs a parameter whose kind of object somebody owns',
        [...at, 'allow'],
        `add to this route \`params: { NAME: KIND }\`, where KIND is ${[...owned].join(' or ')}`,
      );
    }
    return problems;
  });
}

const ownedKinds = (file: ConfigFile): ReadonlySet<string> =>
  new Set([
    ...Object.values(file.subjects ?? {}).flatMap(({ owns }) => Object.keys(owns ?? {})),
    ...Object.entries(file.objects ?? {}).flatMap(([kind, ofKind]) =>
      Object.values(ofKind).some(({ owner }) => owner !== undefined) ? [kind] : [],
    ),
    ...(file.setup ?? []).flatMap(({ owns }) => Object.keys(owns ?? {})),
  ]);

const needsOwner = ({ allow }: RouteFile): boolean =>
  Array.isArray(allow) &&
  allow.some((grant) => typeof grant !== 'string' && grant.when !== undefined && /\bown\b/.test(grant.when));

/** Names under `params` that are not in the path while one that is stays unfilled: most likely spelt wrong. */
function strayParameters(path: string, { params = {}, setup }: RouteFile) {
  const templated = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  const made = Object.keys(setup?.capture ?? {});
  const unfilled = templated.find((name) => !Object.hasOwn(params, name) && !made.includes(name));
  if (unfilled === undefined) return [];
  return Object.keys(params)
    .filter((name) => !templated.includes(name))
    .map((name) => ({ name, unfilled }));
}
