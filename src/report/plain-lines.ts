import { isoTime } from '../token/duration.js';
import type { FlatClaims, FlatTimes } from '../token/flat-claims.js';
import { type LifetimeState, lifetimeAt } from '../token/lifetime.js';
import { MAX_PLAIN_LENGTH, type PlainHeader, type PlainParts, readPlainClaims } from '../token/plain-jws.js';
import { findRole, type RoleFound } from '../token/role.js';
import { decodedRenderer } from './decoded.js';
import { ORIGIN } from './decoded-line.js';
import { visibleJson } from './visible.js';

/** In bytes; no line is longer: what the header says stands in it twice, and what the claims say of roles five times. */
export const MAX_PLAIN_LINE = 8 * MAX_PLAIN_LENGTH;

/**
 * The same as `decodedLine`, to the byte, and a line end. What many lines share is copied from where it was made once,
 * so that a line needs neither objects nor texts of its own.
 */
export class PlainLines {
  readonly #now: number;
  readonly #roleClaim: string | undefined;
  readonly #frames = new Kept<PlainHeader, Frame>();
  readonly #minutes = new Kept<number, Buffer<ArrayBuffer>>();
  /** Tokens that come together expire together. */
  #lastMinute = Number.NaN;
  #lastText = Buffer.alloc(0);
  #target: Buffer = Buffer.alloc(0);
  #at = 0;

  /** @param now - seconds since the epoch. */
  constructor(now: number, roleClaim: string | undefined) {
    this.#now = now;
    this.#roleClaim = roleClaim;
  }

  /**
   * @param text - what the token was read from.
   * @param line - its number, from 1.
   * @param target - where to write, from `at` on; has room for `MAX_PLAIN_LINE`.
   * @returns where it ends; undefined where the claims are not plain, and nothing counts of what was written.
   */
  write(text: Uint8Array, plain: PlainParts, line: number, target: Buffer, at: number): number | undefined {
    const frame = this.#frame(plain.header, plain.signatureBytes);
    this.#target = target;
    this.#at = at;
    this.#put(BEGINNING);
    this.#putNumber(line);
    this.#put(frame.start);
    const claimsStart = this.#at;
    const claims = readPlainClaims(text, plain, target, claimsStart);
    if (claims === undefined) return undefined;
    this.#at = claims.end;
    this.#put(frame.middle);
    this.#putLifetime(claims.times);
    if (this.#roleClaim === undefined) this.#putRole(claims, claimsStart);
    else this.#putRoleFound(claims, claimsStart);
    this.#put(frame.end);
    return this.#at;
  }

  #put(bytes: Uint8Array): void {
    this.#target.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** A few bytes that were written before: a call would take longer. */
  #putAgain(start: number, end: number): void {
    const target = this.#target;
    const to = this.#at - start;
    for (let from = start; from < end; from += 1) target[to + from] = target[from] as number;
    this.#at = to + end;
  }

  /** @param value - an integer. */
  #putNumber(value: number): void {
    if (value < 0) this.#target[this.#at++] = MINUS;
    let rest = Math.abs(value);
    let digits = 1;
    for (let limit = 10; limit <= rest; limit *= 10) digits += 1;
    const target = this.#target;
    const start = this.#at;
    for (let at = start + digits - 1; at >= start; at -= 1) {
      const tens = Math.floor(rest / 10);
      target[at] = ZERO + rest - tens * 10;
      rest = tens;
    }
    this.#at = start + digits;
  }

  /** The parts of a document that tokens with the same header and length of signature have in common. */
  #frame(header: PlainHeader, signatureBytes: number): Frame {
    const kept = this.#frames.get(header);
    return kept?.signatureBytes === signatureBytes
      ? kept
      : this.#frames.keep(header, frameOf(header, signatureBytes));
  }

  #putLifetime(times: FlatTimes): void {
    const { state, secondsLeft, expiresAt } = lifetimeAt(times, this.#now, 0);
    this.#put(STATES[state]);
    if (expiresAt === null || secondsLeft === null) this.#put(NO_TIMES);
    else {
      this.#putNumber(secondsLeft);
      this.#put(this.#minute(Math.floor(expiresAt / 60)));
      this.#put(SECONDS[expiresAt % 60] as Buffer);
    }
  }

  /** The time at which a token expires, up to its seconds. */
  #minute(minute: number): Buffer {
    if (minute === this.#lastMinute) return this.#lastText;
    this.#lastMinute = minute;
    this.#lastText = this.#minutes.get(minute) ?? this.#minutes.keep(minute, minuteText(minute));
    return this.#lastText;
  }

  #putRole(claims: FlatClaims, claimsStart: number): void {
    const { roleStart, roleEnd, mayHaveRoles } = claims;
    if (roleEnd > 0) {
      this.#put(ROLE);
      this.#putAgain(roleStart, roleEnd);
      this.#put(ROLES);
      this.#putAgain(roleStart, roleEnd);
      this.#put(FOUND);
    } else if (mayHaveRoles) this.#putRoleFound(claims, claimsStart);
    else this.#put(NO_ROLE);
  }

  #putRoleFound({ end }: FlatClaims, claimsStart: number): void {
    const claims = JSON.parse(this.#target.toString('latin1', claimsStart, end));
    this.#put(Buffer.from(roleJson(findRole(claims, this.#roleClaim))));
  }
}

const minuteText = (minute: number): Buffer<ArrayBuffer> =>
  Buffer.from(`,"expiresAt":${JSON.stringify(isoTime(minute * 60)).replace(/00Z"$/, '')}`);

const MINUS = 0x2d;
const ZERO = 0x30;

const BEGINNING = Buffer.from(`{"schema":"${decodedRenderer.schema}","line":`);

interface Frame {
  readonly signatureBytes: number;
  /** Between the number of the line and the payload. */
  readonly start: Buffer;
  /** Between the payload and the lifetime. */
  readonly middle: Buffer;
  /** After the role. */
  readonly end: Buffer;
}

function frameOf(header: PlainHeader, signatureBytes: number): Frame {
  const signature = `"alg":${header.algJson},"bytes":${signatureBytes}}`;
  return {
    signatureBytes,
    start: Buffer.from(`,"format":"jws","serialization":"compact","header":${header.json},"payload":`),
    middle: Buffer.from(`,"payloadKind":"claims","signature":{${signature},"lifetime":{"state":`),
    end: Buffer.from(
      `,"verified":false,"source":"${ORIGIN}","findings":[],"layers":[{"format":"jws",` +
        `"serialization":"compact","signatures":[{"header":${header.json},${signature}]}]}\n`,
    ),
  };
}

/** What was made before. Tokens of one issuer share a few headers and times; where they do not, all is let go. */
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

const stateOf = (state: LifetimeState): Buffer => Buffer.from(`"${state}","secondsLeft":`);
const STATES: Readonly<Record<LifetimeState, Buffer>> = {
  active: stateOf('active'),
  expired: stateOf('expired'),
  'not-yet-valid': stateOf('not-yet-valid'),
  unbounded: stateOf('unbounded'),
};
const NO_TIMES = Buffer.from('null,"expiresAt":null},');

/** How a time ends, and the lifetime that it belongs to. */
const SECONDS = Array.from({ length: 60 }, (_, second) =>
  Buffer.from(`${String(second).padStart(2, '0')}Z"},`),
);

function roleJson(found: RoleFound | null): string {
  const { role = null, roles = [], foundAt = null } = found ?? {};
  return visibleJson({ role, roles, roleFoundAt: foundAt }, 0).slice(1, -1);
}

const NO_ROLE = Buffer.from(roleJson(null));
const NAME = 'ROLE';
/** What stands before, between and behind the two places where the name of a role does. */
const [ROLE, ROLES, FOUND] = roleJson({ role: NAME, roles: [NAME], foundAt: '/role' })
  .split(NAME)
  .map((part) => Buffer.from(part)) as [Buffer, Buffer, Buffer];
