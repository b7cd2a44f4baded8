import type { Path } from '../document/source-document.js';
import type { DeclaredAccess, DeclaredGrant } from './description.js';
import { type DescriptionReader, isRecord, isText, type Located } from './reader.js';

/**
 * Who may call an operation.
 *
 * The operation's `security` replaces the document's; an empty list, or an empty requirement among the alternatives,
 * means that no credential is needed (OpenAPI 3.1 section 4.8.10). Where neither says anything: public if security is
 * used anywhere in the document, else unknown, because such a document does not speak of security at all.
 */
export function accessOf(
  operation: Located,
  { root, speaksOfSecurity }: { readonly root: DescriptionReader; readonly speaksOfSecurity: boolean },
): DeclaredAccess {
  const roles = rolesOf(operation.in, [...operation.path, 'x-roles']);
  const own = operation.value.security;
  const reader = own === undefined ? root : operation.in;
  const path: Path = own === undefined ? ['security'] : [...operation.path, 'security'];
  const requirements = own ?? root.valueAt(['security']);
  if (requirements === undefined) {
    if (roles) return { kind: 'secured', roles };
    return { kind: speaksOfSecurity ? 'public' : 'unknown' };
  }
  if (!Array.isArray(requirements) || !requirements.every(isRecord)) {
    reader.warn(path, 'expected `security` to be a list of requirements, such as `- bearer: []`');
    return { kind: 'unknown' };
  }
  const isOptional = requirements.some((requirement) => Object.keys(requirement).length === 0);
  return requirements.length === 0 || isOptional ? { kind: 'public' } : { kind: 'secured', roles };
}

/** The names and conditions under `x-roles`, in the grammar of `allow:` in `authctl.yaml`; null where it says nothing. */
function rolesOf(reader: DescriptionReader, path: Path): readonly DeclaredGrant[] | null {
  const value = reader.valueAt(path);
  if (value === undefined) return null;
  const grants = (Array.isArray(value) ? value : [value]).map(grantOf);
  if (grants.every((grant) => grant !== undefined)) return grants;
  reader.warn(path, 'expected `x-roles` to be a list of role names or `{ role: NAME, when: own }`');
  return null;
}

function grantOf(value: unknown): DeclaredGrant | undefined {
  if (isText(value)) return { role: value };
  if (!isRecord(value) || !isText(value.role)) return undefined;
  if (value.when === undefined) return { role: value.role };
  return value.when === 'own' ? { role: value.role, when: 'own' } : undefined;
}
