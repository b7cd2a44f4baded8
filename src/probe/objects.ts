import type { Relation, RoleGrant, Route, RoutePolicy, Subject } from './model.js';

/** A subject, the object that its request names, and how the two stand to each other. */
export interface ObjectOfCell {
  readonly subject: Subject;
  readonly relation: Relation;
  /** Values of parameters by name. */
  readonly values: Readonly<Record<string, string>>;
}

interface OwnedObject {
  readonly owner: Subject;
  readonly id: string;
}

/**
 * The cells that one route needs: every subject on one common object, so that their answers can be compared, and a
 * subject whose role may act on its own objects only also on an object of its own and on one of somebody else.
 */
export function objectsFor(route: {
  readonly route: Route;
  readonly policy: RoutePolicy | undefined;
  readonly subjects: readonly Subject[];
}): readonly ObjectOfCell[] {
  const { policy, subjects } = route;
  const params = Object.entries(policy?.params ?? {});
  const owned = params.find(([, kind]) => subjects.some((subject) => kind in subject.owns));
  const literals = Object.fromEntries(params.filter((entry) => entry !== owned));
  if (!owned) return subjects.map((subject) => ({ subject, relation: null, values: literals }));
  const [parameter, kind] = owned;
  const objects = subjects.flatMap((owner) =>
    owner.owns[kind] === undefined ? [] : [{ owner, id: owner.owns[kind] }],
  );
  return subjects.flatMap((subject) =>
    objectsOf(subject, objects, grantsOf(route)).map((object) => ({
      subject,
      relation: object.id === subject.owns[kind] ? 'own' : 'other',
      values: { ...literals, [parameter]: object.id },
    })),
  );
}

function grantsOf({
  route,
  policy,
}: {
  readonly route: Route;
  readonly policy: RoutePolicy | undefined;
}): readonly RoleGrant[] {
  if (policy) return policy.allow === 'any' ? [] : policy.allow;
  return route.declared.kind === 'secured' ? (route.declared.roles ?? []) : [];
}

function objectsOf(
  subject: Subject,
  objects: readonly OwnedObject[],
  grants: readonly RoleGrant[],
): readonly OwnedObject[] {
  const common = objects.slice(0, 1);
  if (!grants.some(({ role, when }) => role === subject.role && when === 'own')) return common;
  const own = objects.filter(({ owner }) => owner === subject).slice(0, 1);
  const [mine] = own;
  const other = objects.filter(({ id }) => id !== mine?.id).slice(0, 1);
  const wanted = [...other, ...own];
  return wanted.length === 0 ? common : wanted;
}
