import type { AuthctlError } from '../errors.js';
import type { DecodedToken } from '../token/decoded-token.js';
import { isoTime } from '../token/duration.js';
import type { FlatClaims } from '../token/flat-claims.js';
import { lifetimeAt } from '../token/lifetime.js';
import type { PlainHeader, PlainJws } from '../token/plain-jws.js';
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
  readonly #frames = new Kept<PlainHeader, Frame>();
  readonly #roles = new Kept<string, string>();
  readonly #minutes = new Kept<number, string>();

  constructor(now: number, roleClaim: string | undefined) {
    this.#now = now;
    this.#roleClaim = roleClaim;
  }

  line({ header, claims, claimsJson, signatureBytes }: PlainJws, line: number): string {
    const { start, middle, end } = this.#frame(header, signatureBytes);
    return `${BEGINNING}${line}${start}${claimsJson}${middle}${this.#lifetime(claims)}${this.#role(claims, claimsJson)}${end}`;
  }

  /** The parts of a document that tokens with the same header and length of signature have in common. */
  #frame(header: PlainHeader, signatureBytes: number): Frame {
    const kept = this.#frames.get(header);
    if (kept?.signatureBytes === signatureBytes) return kept;
    const signature = `"alg":${header.algJson},"bytes":${signatureBytes}}`;
    return this.#frames.keep(header, {
      signatureBytes,
      start: `,"format":"jws","serialization":"compact","header":${header.json},"payload":`,
      middle: `,"payloadKind":"claims","signature":{${signature},"lifetime":{"state":`,
      end:
        `,"verified":false,"source":"${ORIGIN}","findings":[],"layers":[{"format":"jws",` +
        `"serialization":"compact","signatures":[{"header":${header.json},${signature}]}]}`,
    });
  }

  #lifetime(claims: FlatClaims): string {
    const { state, secondsLeft, expiresAt } = lifetimeAt(claims, this.#now, 0);
    if (expiresAt === null) return `"${state}","secondsLeft":null,"expiresAt":null},`;
    return `"${state}","secondsLeft":${secondsLeft},"expiresAt":${this.#minute(expiresAt)}${SECONDS[expiresAt % 60]}`;
  }

  /** What `isoTime` says up to the seconds, as JSON. */
  #minute(seconds: number): string {
    const minute = Math.floor(seconds / 60);
    const kept = this.#minutes.get(minute);
    if (kept !== undefined) return kept;
    return this.#minutes.keep(minute, JSON.stringify(isoTime(minute * 60)).replace(/00Z"$/, ''));
  }

  #role({ roleStart, roleEnd, mayHaveRoles }: FlatClaims, claimsJson: string): string {
    if (this.#roleClaim !== undefined || (roleEnd === 0 && mayHaveRoles)) {
      return roleJson(findRole(JSON.parse(claimsJson), this.#roleClaim));
    }
    if (roleEnd === 0) return NO_ROLE;
    const role = claimsJson.slice(roleStart, roleEnd);
    return (
      this.#roles.get(role) ?? this.#roles.keep(role, roleJson({ role, roles: [role], foundAt: '/role' }))
    );
  }
}

const BEGINNING = `{"schema":"${schema}","line":`;

interface Frame {
  readonly signatureBytes: number;
  /** Between the number of the line and the payload. */
  readonly start: string;
  /** Between the payload and the lifetime. */
  readonly middle: string;
  /** After the role. */
  readonly end: string;
}

/** What was made before. Tokens of one issuer share a few headers, roles and times; where they do not, all is let go. */
class Kept<Key, Value> {
  readonly #values = new Map<Key, Value>();

  get(key: Key): Value | undefined {
    return this.#values.get(key);
  }

  keep(key: Key, value: Value): Value {
    if (this.#values.size >= MOST_KEPT) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }
}

const MOST_KEPT = 1_000;

function roleJson(found: RoleFound | null): string {
  const { role = null, roles = [], foundAt = null } = found ?? {};
  return visibleJson({ role, roles, roleFoundAt: foundAt }, 0).slice(1, -1);
}

const NO_ROLE = roleJson(null);

/** How a time ends, and the lifetime that it belongs to. */
const SECONDS = Array.from({ length: 60 }, (_, second) => `${String(second).padStart(2, '0')}Z"},`);
