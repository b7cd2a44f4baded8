import type { AuthctlError } from '../errors.js';
import type { DecodedToken } from '../token/decoded-token.js';
import { isoTime } from '../token/duration.js';
import type { FlatClaims } from '../token/flat-claims.js';
import { lifetimeAt } from '../token/lifetime.js';
import type { PlainJws } from '../token/plain-jws.js';
import { findRole, type RoleFound } from '../token/role.js';
import { decodedRenderer } from './decoded.js';
import { visibleJson } from './visible.js';

const { schema } = decodedRenderer;

/** Where the tokens of `decode --lines` come from. */
const ORIGIN = 'stdin';

/** One token as one line of JSON: the document of `decode --json`, and the number of its line, from 1. */
export function decodedLine(token: DecodedToken, line: number): string {
  return visibleJson({ schema, line, ...decodedRenderer.json({ token, origin: ORIGIN }) }, 0);
}

/** Why a line is no token, as one line of JSON. */
export function refusedLine({ code, message, hint }: AuthctlError, line: number): string {
  return visibleJson({ schema: 'authctl/error@1', line, code, message, hint: hint ?? null }, 0);
}

/** The same as `decodedLine`, to the character, without the way through objects. */
export class PlainLines {
  readonly #now: number;
  readonly #roleClaim: string | undefined;
  readonly #roles = new Map<string, string>();

  constructor(now: number, roleClaim: string | undefined) {
    this.#now = now;
    this.#roleClaim = roleClaim;
  }

  line({ header, claims, claimsJson, signatureBytes }: PlainJws, line: number): string {
    const signature = `"alg":${header.algJson},"bytes":${signatureBytes}}`;
    return (
      `{"schema":"${schema}","line":${line},"format":"jws","serialization":"compact","header":${header.json},` +
      `"payload":${claimsJson},"payloadKind":"claims","signature":{${signature},` +
      `"lifetime":${this.#lifetime(claims)},${this.#role(claims, claimsJson)},"verified":false,` +
      `"source":"${ORIGIN}","findings":[],"layers":[{"format":"jws","serialization":"compact",` +
      `"signatures":[{"header":${header.json},${signature}]}]}`
    );
  }

  #lifetime(claims: FlatClaims): string {
    const { state, secondsLeft, expiresAt } = lifetimeAt(claims, this.#now, 0);
    return `{"state":"${state}","secondsLeft":${secondsLeft},"expiresAt":${expiresAt === null ? null : isoJson(expiresAt)}}`;
  }

  #role({ role, mayHaveRoles }: FlatClaims, claimsJson: string): string {
    if (this.#roleClaim !== undefined || (role === undefined && mayHaveRoles)) {
      return roleJson(findRole(JSON.parse(claimsJson), this.#roleClaim));
    }
    if (role === undefined) return roleJson(null);
    let json = this.#roles.get(role);
    if (json === undefined) {
      if (this.#roles.size >= MAX_ROLES) this.#roles.clear();
      json = roleJson({ role, roles: [role], foundAt: '/role' });
      this.#roles.set(role, json);
    }
    return json;
  }
}

/** A few roles are shared by all tokens of an issuer. */
const MAX_ROLES = 1_000;

function roleJson(found: RoleFound | null): string {
  const { role = null, roles = [], foundAt = null } = found ?? {};
  return visibleJson({ role, roles, roleFoundAt: foundAt }, 0).slice(1, -1);
}

const DAY = 86_400;
const DAYS = new Map<number, string>();
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** What `isoTime` says, as JSON. Nearly all tokens expire on one of a few days. */
function isoJson(seconds: number): string {
  const day = Math.floor(seconds / DAY);
  let date = DAYS.get(day);
  if (date === undefined) {
    if (DAYS.size >= MAX_ROLES) DAYS.clear();
    date = JSON.stringify(isoTime(day * DAY))?.replace(/00:00:00Z"$/, '') ?? '';
    DAYS.set(day, date);
  }
  const rest = seconds - day * DAY;
  return `${date}${twoDigits[Math.floor(rest / 3600)]}:${twoDigits[Math.floor(rest / 60) % 60]}:${twoDigits[rest % 60]}Z"`;
}
