import { type Attributes, holds, parseCondition } from '../config/condition.js';
import type { ApiObject, Effect } from '../config/probe-config.js';
import {
  identityOf,
  type Relation,
  type RoleGrant,
  type Route,
  type RoutePolicy,
  type Subject,
} from './model.js';
import { parameterNames } from './route-key.js';

/** A subject, the objects that its request names, and how they stand to each other. */
export interface ObjectOfCell {
  readonly subject: Subject;
  readonly relation: Relation;
  /** Values of parameters by name. */
  readonly values: Readonly<Record<string, string>>;
  /** What `when:` compares, of the innermost object. */
  readonly attributes: Attributes;
  /** Texts that only the innermost object holds. */
  readonly markers: readonly string[];
  /** The object named does not belong to the one that the path puts it under. */
  readonly mismatched: boolean;
  /** The name of the subject that owns the innermost object, where that is known. */
  readonly owner: string | undefined;
}

export interface ObjectsOf {
  readonly route: Route;
  readonly policy: RoutePolicy | undefined;
  readonly subjects: readonly Subject[];
  readonly objects: readonly ApiObject[];
  readonly effect: Effect;
}

/** One object for each parameter that names one, the outermost first. */
interface Assignment {
  readonly objects: readonly ApiObject[];
  readonly values: Readonly<Record<string, string>>;
  readonly mismatched: boolean;
}

/**
 * The cells that one route needs: every subject on one common object, so that their answers can be compared, and a
 * subject whose role may under a condition also on one object for which it holds and on one for which it does not. In a
 * nested path such a subject also asks for somebody else's object under a parent of its own, and the other way round.
 *
 * Subjects that may delete are given objects of their own, as far as there are enough.
 */
export function objectsFor(wanted: ObjectsOf): readonly ObjectOfCell[] {
  const { route, policy, subjects } = wanted;
  const assignments = assignmentsOf(wanted);
  const literals = literalsOf(wanted);
  const [common] = assignments;
  const cell = (subject: Subject, { objects, values, mismatched }: Assignment): ObjectOfCell => {
    const innermost = objects.at(-1);
    return {
      subject,
      relation: relationOf(subject, objects),
      values: { ...literals, ...values },
      attributes: innermost?.attributes ?? {},
      markers: innermost?.marker === undefined ? [] : [innermost.marker],
      mismatched,
      owner: innermost?.owner,
    };
  };
  if (!common) {
    const nothing = { objects: [], values: {}, mismatched: false };
    return subjects.map((subject) => cell(subject, nothing));
  }
  const grants = grantsOf({ route, policy });
  const conditional = new Map(
    subjects.map((subject) => [subject, conditionalAssignments(subject, grants, assignments)]),
  );
  const taken = new Set(
    [...conditional].flatMap(([, chosen]) =>
      chosen.filter(({ allowed }) => allowed).map(({ at }) => keyOf(at)),
    ),
  );
  return subjects.flatMap((subject) => {
    const chosen = conditional.get(subject) ?? [];
    if (chosen.length > 0) return chosen.map(({ at }) => cell(subject, at));
    if (wanted.effect !== 'delete' || !mayAlways(subject, grants, policy)) return [cell(subject, common)];
    // The common one last: the denials of the others are about it, and so is what is checked afterwards.
    const free =
      [...assignments.slice(1), common].find((each) => !each.mismatched && !taken.has(keyOf(each))) ?? common;
    taken.add(keyOf(free));
    return [cell(subject, free)];
  });
}

const keyOf = ({ values }: Assignment): string => JSON.stringify(values);

const mayAlways = (
  subject: Subject,
  grants: readonly RoleGrant[],
  policy: RoutePolicy | undefined,
): boolean =>
  policy?.allow === 'any' || grants.some(({ role, when }) => role === subject.role && when === undefined);

/** How a subject stands to all objects of a request together; null where nobody is known to own them. */
function relationOf(subject: Subject, objects: readonly ApiObject[]): Relation {
  const owners = objects.flatMap(({ owner }) => owner ?? []);
  if (owners.length === 0) return null;
  return owners.every((owner) => owner === identityOf(subject)) ? 'own' : 'other';
}

export function grantsOf({
  route,
  policy,
}: {
  readonly route: Route;
  readonly policy: RoutePolicy | undefined;
}): readonly RoleGrant[] {
  if (policy?.allow) return policy.allow === 'any' ? [] : policy.allow;
  return route.declared.kind === 'secured' ? (route.declared.roles ?? []) : [];
}

/** Whether one of a subject's grants holds on an object; null where what it asks for is not known. */
export function granted(
  subject: Subject,
  grants: readonly RoleGrant[],
  object: { readonly relation: Relation; readonly attributes: Attributes },
): boolean | null {
  const results = grants
    .filter(({ role }) => role === subject.role)
    .map(({ when }) => {
      const condition = when === undefined ? undefined : parseCondition(when);
      if (!condition) return when === undefined;
      const own = object.relation === null ? null : object.relation === 'own';
      return holds(condition, { own, subject: subject.attributes ?? {}, object: object.attributes });
    });
  if (results.includes(true)) return true;
  return results.includes(null) ? null : false;
}

interface Chosen {
  readonly at: Assignment;
  readonly allowed: boolean;
}

/** For a subject that may under a condition: one object without, one with, and the pairs that do not belong together. */
function conditionalAssignments(
  subject: Subject,
  grants: readonly RoleGrant[],
  assignments: readonly Assignment[],
): readonly Chosen[] {
  const mine = grants.filter(({ role }) => role === subject.role);
  if (!mine.some(({ when }) => when !== undefined)) return [];
  if (mine.some(({ when }) => when === undefined)) return [];
  const judged = assignments
    .filter(({ mismatched }) => !mismatched)
    .map((at) => ({
      at,
      allowed: granted(subject, mine, {
        relation: relationOf(subject, at.objects),
        attributes: at.objects.at(-1)?.attributes ?? {},
      }),
    }));
  const without = judged.find(({ allowed }) => allowed === false);
  const having = judged.find(({ allowed }) => allowed === true);
  const crossed = assignments.filter(({ mismatched }) => mismatched);
  const isMine = (object: ApiObject | undefined): boolean => object?.owner === identityOf(subject);
  const pairs = [
    crossed.find(({ objects }) => isMine(objects[0]) && !isMine(objects.at(-1))),
    crossed.find(({ objects }) => !isMine(objects[0]) && isMine(objects.at(-1))),
  ];
  return [
    ...(without ? [{ at: without.at, allowed: false }] : []),
    ...(having ? [{ at: having.at, allowed: true }] : []),
    ...pairs.flatMap((at) => (at ? [{ at, allowed: false }] : [])),
  ];
}

/** Parameters whose value is no kind of object. */
function literalsOf({ policy, objects }: ObjectsOf): Readonly<Record<string, string>> {
  const kinds = new Set(objects.map(({ kind }) => kind));
  return Object.fromEntries(Object.entries(policy?.params ?? {}).filter(([, kind]) => !kinds.has(kind)));
}

/** Every way to name objects in a route, those that belong together before those that do not. */
function assignmentsOf({ route, policy, objects }: ObjectsOf): readonly Assignment[] {
  const inPath = parameterNames(route.path);
  const params = Object.entries(policy?.params ?? {})
    .filter(([, kind]) => objects.some((object) => object.kind === kind))
    .toSorted(([one], [other]) => placeIn(inPath, one) - placeIn(inPath, other));
  const [innermost, ...parents] = params.toReversed();
  if (!innermost) return [];
  const [parameter, kind] = innermost;
  const assignments = objects
    .filter((object) => object.kind === kind)
    .flatMap((object) =>
      parents.reduce<readonly Assignment[]>(
        (inner, [name, parentKind]) => inner.flatMap((each) => under(each, name, parentKind, objects)),
        [{ objects: [object], values: { [parameter]: object.id }, mismatched: false }],
      ),
    );
  return assignments.toSorted((one, other) => Number(one.mismatched) - Number(other.mismatched));
}

const placeIn = (names: readonly string[], name: string): number => {
  const place = names.indexOf(name);
  return place === -1 ? names.length : place;
};

/** An assignment below each object of a parent kind. */
function under(
  inner: Assignment,
  name: string,
  kind: string,
  objects: readonly ApiObject[],
): readonly Assignment[] {
  const [child] = inner.objects;
  return objects
    .filter((object) => object.kind === kind)
    .map((parent) => ({
      objects: [parent, ...inner.objects],
      values: { ...inner.values, [name]: parent.id },
      mismatched: inner.mismatched || !(child && belongs(child, parent)),
    }));
}

/** As `in:` says, else where both have the same owner, or the child's owner is the parent itself. */
function belongs(child: ApiObject, parent: ApiObject): boolean {
  const stated = child.in[parent.kind];
  if (stated !== undefined) return stated === parent.id;
  return child.owner !== undefined && (child.owner === parent.owner || child.owner === parent.id);
}

/** All objects that are known: those of the configuration, and those that subjects own. */
export function knownObjects(
  subjects: readonly Subject[],
  configured: readonly ApiObject[],
): readonly ApiObject[] {
  const persons = new Map(subjects.map((subject) => [identityOf(subject), subject]));
  const owned = [...persons].flatMap(([owner, { owns }]) =>
    Object.entries(owns).map(([kind, id]) => ({ kind, id, owner })),
  );
  const isSame = (one: { kind: string; id: string }, other: { kind: string; id: string }) =>
    one.kind === other.kind && one.id === other.id;
  const merged = owned.map((object): ApiObject => {
    const stated = configured.find((each) => isSame(each, object));
    return { in: {}, attributes: {}, ...object, ...stated };
  });
  return [...merged, ...configured.filter((object) => !owned.some((each) => isSame(each, object)))];
}
