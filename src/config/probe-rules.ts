import type { Path, SourceDocument } from '../document/source-document.js';
import type { Problem } from '../errors.js';
import { didYouMean } from '../nearest.js';
import { attributesIn, CONDITION_GRAMMAR, parseCondition } from './condition.js';
import type { StepFile } from './probe-schema.js';
import type { ConfigFile, RouteFile } from './schema.js';

/** What the schema cannot say of the parts that only `authctl probe` reads. */
export function checkProbeRules(file: ConfigFile, document: SourceDocument): readonly Problem[] {
  return [
    ...conditionProblems(file, document),
    ...subjectNameProblems(file, document),
    ...placeholderProblems(file, document),
    ...senderProblems(file, document),
  ];
}

/** Conditions that cannot be read, or ask for an attribute that nobody has. */
function conditionProblems(file: ConfigFile, document: SourceDocument): readonly Problem[] {
  const known = attributeNames(file);
  return Object.entries(file.routes ?? {}).flatMap(([key, { allow }]) => {
    if (!Array.isArray(allow)) return [];
    return allow.flatMap((grant, index) => {
      if (typeof grant === 'string' || grant.when === undefined) return [];
      const at = document.valueAt(['routes', key, 'allow', index, 'when']);
      const condition = parseCondition(grant.when);
      if (!condition) {
        return [{ message: `'${grant.when}' is no condition`, at, hint: `write ${CONDITION_GRAMMAR}` }];
      }
      const stranger = attributesIn(condition).find((name) => !known.includes(name));
      if (stranger === undefined) return [];
      const [of = '', name = ''] = stranger.split('.');
      return [
        {
          message: `no ${of} has the attribute '${name}'`,
          at,
          hint:
            didYouMean(stranger, known) ??
            (of === 'subject'
              ? `add \`attributes: { ${name}: VALUE }\` to the subjects`
              : `add \`attributes: { ${name}: VALUE }\` to the objects under \`objects:\``),
        },
      ];
    });
  });
}

function attributeNames({ subjects = {}, objects = {} }: ConfigFile): readonly string[] {
  const ofSubjects = Object.values(subjects).flatMap(({ attributes = {} }) => Object.keys(attributes));
  const ofObjects = Object.values(objects).flatMap((kind) =>
    Object.values(kind).flatMap(({ attributes = {} }) => Object.keys(attributes)),
  );
  return [
    ...new Set([
      ...ofSubjects.map((name) => `subject.${name}`),
      ...ofObjects.map((name) => `object.${name}`),
    ]),
  ];
}

/** Owners and senders that are no subject. */
function subjectNameProblems(file: ConfigFile, document: SourceDocument): readonly Problem[] {
  const known = [...Object.keys(file.subjects ?? {}), 'anonymous'];
  return [...subjectPlaces(file)]
    .filter(({ name }) => !known.includes(name))
    .map(({ name, path }) => ({
      message: `there is no subject '${name}'`,
      at: document.valueAt(path),
      hint: didYouMean(name, known) ?? `subjects: ${known.join(', ')}`,
    }));
}

/** Steps that make an object, of which nobody says who sends them. */
function senderProblems(file: ConfigFile, document: SourceDocument): readonly Problem[] {
  return [...stepsOf(file)]
    .filter(({ step, path }) => step.as === undefined && path.at(-1) !== 'teardown')
    .map(({ path }) => ({
      message: 'nothing says who sends this request',
      at: document.valueAt(path),
      hint: 'add `as: NAME` with the name of a subject',
    }));
}

function* subjectPlaces(file: ConfigFile): Iterable<{ readonly name: string; readonly path: Path }> {
  for (const [kind, ofKind] of Object.entries(file.objects ?? {})) {
    for (const [id, { owner }] of Object.entries(ofKind)) {
      if (owner !== undefined) yield { name: owner, path: ['objects', kind, id, 'owner'] };
    }
  }
  for (const { step, path } of stepsOf(file)) {
    if (step.as !== undefined) yield { name: step.as, path: [...path, 'as'] };
  }
}

function* stepsOf(file: ConfigFile) {
  for (const list of ['setup', 'teardown'] as const) {
    for (const [index, step] of (file[list] ?? []).entries()) yield { step, path: [list, index] as Path };
  }
  for (const [key, route] of Object.entries(file.routes ?? {})) {
    for (const name of ['setup', 'teardown'] as const) {
      const step = route[name];
      if (step) yield { step, path: ['routes', key, name] as Path };
    }
  }
}

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** `{{NAME}}`s in routes and steps that no step captures. */
function placeholderProblems(file: ConfigFile, document: SourceDocument): readonly Problem[] {
  const captured = [...(file.setup ?? []), ...loginSteps(file)].flatMap(({ capture = {} }) =>
    Object.keys(capture),
  );
  const csrf = loginsOf(file).some((login) => login.csrf !== undefined) ? ['csrf'] : [];
  const inLists = [...stepsOf(file)].filter(({ path }) => path[0] !== 'routes');
  const inRoutes = Object.entries(file.routes ?? {}).map(([key, route]) => ({
    data: requestsOf(route),
    path: ['routes', key] as Path,
    own: [route.params, route.setup?.capture, route.teardown?.capture].flatMap((names) =>
      Object.keys(names ?? {}),
    ),
  }));
  const places = [
    ...inLists.map(({ step, path }) => ({ data: step as unknown, path, own: [] as string[] })),
    ...inRoutes,
  ];
  return places.flatMap(({ data, path, own }) => {
    const names = [...captured, ...csrf, ...own];
    return [...textsIn(data, path)].flatMap((each) =>
      [...each.text.matchAll(PLACEHOLDER)]
        .map(([, name = '']) => name.trim())
        .filter((name) => !names.includes(name) && !name.startsWith('cookie:'))
        .map((name) => ({
          message: `nothing captures '${name}'`,
          at: document.valueAt(each.path),
          hint:
            didYouMean(name, names) ??
            `capture it in a step of \`setup:\`: \`capture: { ${name || 'NAME'}: /id }\``,
        })),
    );
  });
}

/** Of a route, what goes into requests. */
function requestsOf({ params, query, headers, body, form, setup, teardown }: RouteFile): object {
  return { params, query, headers, body, form, setup, teardown };
}

/** What a login in steps captures may be sent with any request of its subject. */
const loginSteps = (file: ConfigFile): readonly StepFile[] =>
  loginsOf(file).flatMap(({ steps = [] }) => steps);

const loginsOf = ({ login, parity, subjects = {} }: ConfigFile) =>
  [login, parity, ...Object.values(subjects).flatMap((subject) => [subject.login, subject.parity])].filter(
    (each) => each !== undefined,
  );

function* textsIn(data: unknown, path: Path): Iterable<{ readonly text: string; readonly path: Path }> {
  if (typeof data === 'string') yield { text: data, path };
  else if (Array.isArray(data)) {
    for (const [index, item] of data.entries()) yield* textsIn(item, [...path, index]);
  } else if (typeof data === 'object' && data !== null) {
    for (const [key, item] of Object.entries(data)) yield* textsIn(item, [...path, key]);
  }
}
