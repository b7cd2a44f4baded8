import type { JsonValue } from '../../json.js';
import { memberOf } from '../../json.js';
import { rfc } from '../../lint/source.js';
import { type ClaimsAtHand, claimMutation } from '../claim-change.js';
import type { Changes } from '../compose.js';
import type { JwsMutation } from '../mutation.js';

const BELIEVES =
  'the server believes a role before it knows who says so, or one that its issuer does not give';

/** A claim that grants more than the subject has. */
const raised = (id: string, title: string, variants: Readonly<Record<string, Changes>>): JwsMutation =>
  claimMutation({
    id: `claim.${id}`,
    title,
    tests: BELIEVES,
    sources: [rfc(9068, '2.2.3.1'), rfc(8725, '3.3')],
    whenSigned: 'policy',
    changes: () => variants,
  });

const toEach = (name: string, values: readonly string[]): Readonly<Record<string, Changes>> =>
  Object.fromEntries(values.map((value) => [value, { [name]: value }]));

const subOther = claimMutation({
  id: 'claim.sub-other',
  title: 'another subject',
  tests: "the server hands out another subject's objects before it knows who asks",
  sources: [rfc(9068, '5'), rfc(8725, '3.3')],
  whenSigned: 'policy',
  changes({ claims, materials }) {
    const sub = memberOf(claims, 'sub');
    return sub === undefined ? 'subject' : { '': { sub: otherSubject(sub, materials) } };
  },
});

/** Whoever the other token is about; else a neighbour of a number, which is how ids are guessed. */
function otherSubject(sub: JsonValue, { otherToken }: ClaimsAtHand['materials']): JsonValue {
  const [, payload = ''] = otherToken?.split('.') ?? [];
  const named = subjectIn(payload);
  if (named !== undefined && named !== sub) return named;
  if (typeof sub === 'number') return sub === 1 ? 2 : 1;
  if (typeof sub === 'string' && /^\d+$/.test(sub)) return sub === '1' ? '2' : '1';
  return 'admin';
}

function subjectIn(payload: string): JsonValue | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return (claims as { readonly sub?: JsonValue } | null)?.sub;
  } catch {
    return undefined;
  }
}

const TENANT_CLAIMS = ['tenant', 'tenant_id', 'tid', 'org', 'org_id', 'organization'];

const tenantOther = claimMutation({
  id: 'claim.tenant-other',
  title: 'another tenant, in the claim that names it, else in `tenant`',
  tests: "the server hands out another tenant's objects before it knows who asks",
  sources: [rfc(8725, '3.3')],
  whenSigned: 'policy',
  changes({ claims }) {
    const present = TENANT_CLAIMS.filter((name) => memberOf(claims, name) !== undefined);
    const names = present.length > 0 ? present : ['tenant'];
    return Object.fromEntries(
      names.map((name) => [name, { [name]: typeof memberOf(claims, name) === 'number' ? 1 : 'other' }]),
    );
  },
});

/** Claims that would give the subject more than it has. */
export const privilege: readonly JwsMutation[] = [
  raised(
    'role',
    '`role` is that of an administrator',
    toEach('role', ['admin', 'administrator', 'superadmin', 'root']),
  ),
  raised('roles', '`roles` holds admin', { '': { roles: ['admin'] } }),
  raised('scope', '`scope` is everything', { admin: { scope: 'admin' }, star: { scope: '*' } }),
  raised('scp', '`scp` is everything', { '': { scp: ['admin'] } }),
  raised('groups', '`groups` holds admin', { '': { groups: ['admin', 'administrators'] } }),
  raised('authorities', '`authorities` holds ROLE_ADMIN', { '': { authorities: ['ROLE_ADMIN'] } }),
  raised('permissions', '`permissions` is everything', { '': { permissions: ['*'] } }),
  raised('admin', 'a flag says that the subject is an administrator', {
    admin: { admin: true },
    isAdmin: { isAdmin: true },
    is_admin: { is_admin: true },
  }),
  raised('user_type', '`user_type` is admin', { '': { user_type: 'admin' } }),
  subOther,
  tenantOther,
];
