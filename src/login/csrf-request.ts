import type { HttpRequest } from '../ports/http.js';
import type { CsrfRule } from '../session/csrf-rule.js';
import { isJsonObject, parseJson } from '../token/json.js';

/** The request with the CSRF token where the server wants it: a header, or a member of its JSON or form. */
export function withCsrfToken(request: HttpRequest, { to }: CsrfRule, token: string): HttpRequest {
  if (to.kind === 'header') {
    return { ...request, headers: { ...request.headers, [to.name.toLowerCase()]: token } };
  }
  const value = parseJson(request.body ?? '');
  if (isJsonObject(value)) return { ...request, body: JSON.stringify({ ...value, [to.name]: token }) };
  const form = new URLSearchParams(request.body);
  form.set(to.name, token);
  return { ...request, body: form.toString() };
}
