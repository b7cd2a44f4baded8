import { AuthctlError } from '../errors.js';
import { type HttpResponse, headerOf } from '../ports/http.js';
import type { CsrfRule } from '../session/csrf-rule.js';
import type { StoredCookie } from '../session/session.js';

/**
 * Reads a rule: `FROM:NAME=TO:NAME`, such as `cookie:XSRF-TOKEN=header:X-XSRF-TOKEN`. What comes from a field or a header
 * goes back into the same one where nothing else is said.
 *
 * @throws {AuthctlError} `USAGE`
 */
export function csrfRule(text: string): CsrfRule {
  const [, kind, name, target, as] =
    /^(cookie|header|field|meta):([^=\s]+)(?:=(header|field):(\S+))?$/.exec(text) ?? [];
  if (kind !== undefined && name !== undefined) {
    const from = { kind: kind as CsrfRule['from']['kind'], name };
    if (target !== undefined && as !== undefined) return { from, to: { kind: target as 'header', name: as } };
    if (kind === 'field' || kind === 'header') return { from, to: { kind, name } };
  }
  throw new AuthctlError('USAGE', `'${text}' says not where the CSRF token comes from and goes to`, {
    hint: 'write it like cookie:XSRF-TOKEN=header:X-XSRF-TOKEN, field:_csrf or meta:csrf-token=header:X-CSRF-Token',
  });
}

/** The token on a login page, or in its cookies; undefined where it is not there. */
export function csrfToken(
  { from: { kind, name } }: CsrfRule,
  page: HttpResponse,
  cookies: readonly StoredCookie[],
): string | undefined {
  switch (kind) {
    case 'cookie':
      return decoded(cookies.findLast((cookie) => cookie.name === name)?.value);
    case 'header':
      return headerOf(page.headers, name);
    case 'field':
      return attributeIn(page.body, 'input', name, 'value');
    case 'meta':
      return attributeIn(page.body, 'meta', name, 'content');
  }
}

/** Servers that encode a cookie's value want to see it decoded. */
function decoded(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** An attribute of the element of that name. */
function attributeIn(html: string, element: string, name: string, attribute: string): string | undefined {
  const tags = html.match(new RegExp(`<${element}\\b[^>]*>`, 'gi')) ?? [];
  const tag = tags.find((candidate) => attributeOf(candidate, 'name') === name);
  return tag === undefined ? undefined : attributeOf(tag, attribute);
}

function attributeOf(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  const value = found?.[1] ?? found?.[2] ?? found?.[3];
  return value?.replace(
    /&(amp|lt|gt|quot|#0*39|#x27);/gi,
    (_, entity: string) => ENTITIES[entity.toLowerCase()] ?? "'",
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
