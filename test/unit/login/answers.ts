import type { HttpHeaders, HttpResponse } from '../../../src/ports/http.js';

/** An answer as the HTTP port gives it. */
export function answer(status: number, body: unknown = '', headers: HttpHeaders = {}): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  return {
    kind: 'response',
    status,
    headers: { 'content-type': type, ...headers },
    body: text,
    truncated: false,
    durationMs: 1,
  };
}

export const html = (status: number, text = '<!doctype html><h1>Sign in</h1>'): HttpResponse =>
  answer(status, text, { 'content-type': 'text/html; charset=utf-8' });

/** A token that looks signed, with these claims. */
export function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'ES256' })}.${part(claims)}.c2lnbmF0dXJl`;
}
