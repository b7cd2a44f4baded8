import { createHash } from 'node:crypto';
import {
  type Http,
  type HttpHeaders,
  type HttpOutcome,
  type HttpResponse,
  headerOf,
} from '../../ports/http.js';
import { isJsonObject, type JsonObject, type JsonValue, memberOf, parseJson } from '../json.js';

/** Texts by name, on disk. Neither of the two throws: what cannot be kept is fetched again. */
export interface CacheStore {
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
}

export interface CachePolicy {
  /** `offline`: ask nobody. `refresh`: ask always, and keep the answer. */
  readonly mode: 'normal' | 'offline' | 'refresh';
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** For each request; default: what the request says. */
  readonly timeoutMs?: number | undefined;
}

/** In seconds. */
const DEFAULT_LIFETIME = 300;
const LONGEST_LIFETIME = 86_400;

const SCHEMA = 'authctl/key-cache@1';

/** What is kept of an answer. */
interface Entry {
  readonly schema: typeof SCHEMA;
  readonly url: string;
  /** Seconds since the epoch. */
  readonly fetchedAt: number;
  /** For how many seconds nobody needs to be asked again. */
  readonly lifetime: number;
  readonly status: number;
  readonly location?: string;
  readonly body: string;
}

/**
 * An HTTP client for public documents that keeps what it was answered: key sets and metadata, for as long as the
 * server says (`Cache-Control`, `Expires`; five minutes where it says nothing, a day at most). Keys are kept without
 * anything that is private, and secrets not at all. A damaged entry counts as none.
 *
 * @param http - asked for only where something is to be fetched.
 * @see RFC 9111 sections 4.2 (freshness) and 5.2.2 (`Cache-Control`)
 */
export function cachedHttp(http: () => Promise<Http>, store: CacheStore, policy: CachePolicy): Http {
  return {
    async send(request) {
      const { url } = request;
      const name = nameOf(url);
      const kept = policy.mode === 'refresh' ? undefined : readEntry(await store.read(name), url);
      if (kept && (policy.mode === 'offline' || isFresh(kept, policy.now()))) return answerFrom(kept);
      if (policy.mode === 'offline') return notKept;
      const { timeoutMs = request.timeoutMs } = policy;
      const outcome = await (await http()).send({
        ...request,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      });
      const entry = entryFor(url, outcome, policy.now());
      if (entry) await store.write(name, JSON.stringify(entry));
      return outcome;
    },
  };
}

const nameOf = (url: string): string => `${createHash('sha256').update(url).digest('hex')}.json`;

const notKept: HttpOutcome = {
  kind: 'failure',
  reason: 'address',
  message: 'it is not in the cache, and with --offline nobody is asked',
  hint: 'run the command once without --offline',
};

function isFresh({ status, fetchedAt, lifetime }: Entry, now: number): boolean {
  const age = now - fetchedAt;
  return status !== 404 && age >= 0 && age < lifetime;
}

function readEntry(text: string | undefined, url: string): Entry | undefined {
  const value = text === undefined ? undefined : parseJson(text);
  if (!isJsonObject(value) || value.schema !== SCHEMA || value.url !== url) return undefined;
  const isWhole =
    ['fetchedAt', 'lifetime', 'status'].every((name) => Number.isFinite(memberOf(value, name))) &&
    typeof value.body === 'string' &&
    (value.location === undefined || typeof value.location === 'string');
  return isWhole ? (value as unknown as Entry) : undefined;
}

function answerFrom({ status, location, body }: Entry): HttpResponse {
  const headers: HttpHeaders = {
    'content-type': 'application/json',
    ...(location === undefined ? {} : { location }),
  };
  return { kind: 'response', status, headers, body, truncated: false, durationMs: 0 };
}

/** What of an answer is kept: documents, where they went, and that there is none. */
function entryFor(url: string, outcome: HttpOutcome, now: number): Entry | undefined {
  if (outcome.kind === 'failure' || outcome.truncated) return undefined;
  const { status, headers } = outcome;
  const lifetime = lifetimeOf(headers);
  if (lifetime === undefined) return undefined;
  const kept = { schema: SCHEMA, url, fetchedAt: now, lifetime, status } as const;
  const location = headerOf(headers, 'location');
  if (status >= 300 && status < 400 && location !== undefined) return { ...kept, location, body: '' };
  if (status === 404) return { ...kept, body: '' };
  const body = status === 200 ? publicDocument(outcome.body) : undefined;
  return body === undefined ? undefined : { ...kept, body };
}

/** @returns seconds; undefined where the answer must not be kept. */
function lifetimeOf(headers: HttpHeaders): number | undefined {
  const control = headerOf(headers, 'cache-control') ?? '';
  if (/\bno-store\b/i.test(control)) return undefined;
  if (/\bno-cache\b/i.test(control)) return 0;
  const [, maxAge] = /\bmax-age="?(\d{1,10})\b/i.exec(control) ?? [];
  const said = maxAge === undefined ? untilExpires(headers) : Number(maxAge) - ageOf(headers);
  return Math.min(Math.max(said ?? DEFAULT_LIFETIME, 0), LONGEST_LIFETIME);
}

const ageOf = (headers: HttpHeaders): number =>
  Number(/^\d{1,10}$/.exec(headerOf(headers, 'age') ?? '')?.[0] ?? 0);

/** By the server's own clock. An `Expires` that is no date means that it is over (RFC 9111 section 5.3). */
function untilExpires(headers: HttpHeaders): number | undefined {
  const expires = headerOf(headers, 'expires');
  if (expires === undefined) return undefined;
  const seconds = (Date.parse(expires) - Date.parse(headerOf(headers, 'date') ?? '')) / 1000;
  return Number.isNaN(seconds) ? 0 : Math.floor(seconds);
}

/** Members of a JWK that only its owner may know. @see RFC 7518 sections 6.2.2, 6.3.2, 6.4 */
const PRIVATE = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']);

/** @returns undefined for what is no JSON object. */
function publicDocument(text: string): string | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value)) return undefined;
  const { keys } = value;
  if (!Array.isArray(keys)) return JSON.stringify(publicKey(value));
  const shown = keys.filter((key) => !isJsonObject(key) || key.kty !== 'oct');
  return JSON.stringify({
    ...value,
    keys: shown.map((key: JsonValue) => (isJsonObject(key) ? publicKey(key) : key)),
  });
}

const publicKey = (jwk: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(jwk).filter(([name]) => !PRIVATE.has(name)));
