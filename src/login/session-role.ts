import type { Http } from '../ports/http.js';
import { credentialHeaders } from '../session/authorize.js';
import type { Session } from '../session/session.js';
import { claimsOf } from '../session/stated.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../token/json.js';
import { findRole } from '../token/role.js';

/** What said the role: the token, the login's answer, or a route that says who one is. */
export type RoleSource = 'token' | 'answer' | 'ID token' | 'user info' | `GET ${string}` | null;

/** Routes at which servers say who the caller is; the second is OpenID Connect's. */
const WHO_AM_I = ['/me', '/userinfo'];

interface Wanted {
  /** JSON Pointer to the role; default: the usual places. */
  readonly rolePointer?: string | undefined;
  readonly timeoutMs: number;
}

/** The role of a fresh session: null where the token, the answer and the server all say none. */
export async function findSessionRole(
  session: Session,
  said: JsonObject,
  { rolePointer, timeoutMs }: Wanted,
  { http, now }: { readonly http: Http; readonly now: () => number },
): Promise<{ readonly role: string | null; readonly source: RoleSource }> {
  const { credential, server } = session;
  const claims = credential.kind === 'bearer' ? claimsOf(credential.accessToken) : {};
  const inToken = findRole(claims, rolePointer);
  if (inToken) return { role: inToken.role, source: 'token' };
  const inAnswer = roleIn(said, rolePointer);
  if (inAnswer !== null) return { role: inAnswer, source: 'answer' };
  for (const path of WHO_AM_I) {
    const url = `${server}${path}`;
    const headers = { accept: 'application/json', ...credentialHeaders(session, url, now()) };
    const answer = await http.send({ method: 'GET', url, headers, timeoutMs });
    if (answer.kind === 'failure') break;
    const role = answer.status === 200 ? roleIn(recordIn(answer.body), rolePointer) : null;
    if (role !== null) return { role, source: `GET ${path}` };
  }
  return { role: null, source: null };
}

/** In a record of a user, or in the user that it holds. */
function roleIn(record: JsonObject, pointer: string | undefined): string | null {
  const users = pointer === undefined ? [record, record.user, record.data] : [record];
  return (
    users
      .filter(isJsonObject)
      .map((user) => findRole(user, pointer)?.role ?? null)
      .find((role) => role !== null) ?? null
  );
}

function recordIn(body: string): JsonObject {
  try {
    const value = JSON.parse(body) as JsonValue;
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
