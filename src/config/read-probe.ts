import type { Path, SourceDocument } from '../document/source-document.js';
import { present } from './present.js';
import type {
  ApiObject,
  Decide,
  DenyCondition,
  ForbiddenFields,
  RequestParts,
  Step,
} from './probe-config.js';
import {
  type DecideFile,
  type ForbiddenFieldsFile,
  type ObjectsFile,
  STEP_REQUEST,
  type StepFile,
} from './probe-schema.js';

/** Ids as they are spelt, so that `007` stays `007`. */
export function idsOf(
  ids: Readonly<Record<string, string | number>>,
  path: Path,
  document: SourceDocument,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => [
      name,
      typeof id === 'string' ? id : (document.spellingAt([...path, name]) ?? String(id)),
    ]),
  );
}

export function decideOf({ allow, deny, hide, denyWhen, redirect }: DecideFile): Decide {
  const patterns = (list: readonly (string | number)[] | undefined) =>
    list?.map((entry) => String(entry).toLowerCase());
  return present({
    allow: patterns(allow),
    deny: patterns(deny),
    hide: patterns(hide),
    denyWhen: denyWhen?.map(
      ({ status, ...rest }): DenyCondition => ({
        ...present(rest),
        ...present({ status: patterns(status) }),
      }),
    ),
    redirect: redirect && present(redirect),
  });
}

interface RequestFile {
  readonly query?: Readonly<Record<string, string | number>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string | number>> | undefined;
}

export function requestOf(
  { query, headers, body, form }: RequestFile,
  path: Path,
  document: SourceDocument,
): RequestParts {
  return present({
    query: query && idsOf(query, [...path, 'query'], document),
    headers,
    body,
    form: form && idsOf(form, [...path, 'form'], document),
  });
}

export function stepOf(step: StepFile, path: Path, document: SourceDocument): Step {
  const [, method = '', target = ''] = STEP_REQUEST.exec(step.request) ?? [];
  const { as, expect, capture = {}, owns = {} } = step;
  const success = expect && {
    ...present(expect),
    ...present({ status: expect.status?.map((entry) => String(entry).toLowerCase()) }),
  };
  return {
    ...present({ as }),
    method,
    path: target,
    ...requestOf(step, path, document),
    ...(success === undefined ? {} : { expect: success as NonNullable<Step['expect']> }),
    capture,
    owns,
    at: document.valueAt(path),
  };
}

export function objectsOf(objects: ObjectsFile, document: SourceDocument): readonly ApiObject[] {
  return Object.entries(objects).flatMap(([kind, ofKind]) =>
    Object.entries(ofKind).map(
      ([id, { owner, marker, in: parents = {}, attributes = {} }]): ApiObject => ({
        kind,
        id,
        ...present({ owner, marker }),
        in: idsOf(parents, ['objects', kind, id, 'in'], document),
        attributes,
      }),
    ),
  );
}

export function forbiddenOf(fields: ForbiddenFieldsFile): readonly ForbiddenFields[] {
  if (Array.isArray(fields)) return [{ role: null, fields }];
  return Object.entries(fields).map(([role, list]) => ({ role, fields: list as readonly string[] }));
}
