import type { Http, HttpOutcome, HttpRequest } from '../../src/ports/http.js';
import type { ProbeCredential, Subject } from '../../src/probe/model.js';
import type { CheckLogins, SpareLogin } from '../../src/probe/ports.js';

/** What may happen to a request, each with what it leaves done. */
const FAULTS = [
  'drop', // before the server saw it
  'reset', // after the server did it
  'timeout', // after the server did it
  'throttle',
  'unavailable',
  'broken',
  'gateway',
  'restart', // sessions and data are as at the start
] as const;

export type Fault = (typeof FAULTS)[number];

export interface Weak {
  /** Readers get the list of users. */
  readonly users?: boolean;
  /** Tokens are not looked at closely. */
  readonly tokens?: boolean;
  /** Logging out changes nothing. */
  readonly logout?: boolean;
  /** Any caller may overwrite any article. */
  readonly writes?: boolean;
}

interface World {
  /** From 0 to 1: how many requests meet a fault. */
  readonly rate: number;
  readonly weak?: Weak;
  /** Which faults there are; default: all. */
  readonly faults?: readonly Fault[];
}

const ROLES: Readonly<Record<string, string>> = { agus: 'reader', william: 'editor', sari: 'admin' };

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * An API in memory that drops, delays, resets, throttles and restarts as a seed says; apart from that it is sound, or weak
 * where that is asked for.
 */
export class ShakyApi implements Http {
  readonly #next: () => number;
  readonly #world: World;
  #tokens = new Map<string, string>();
  #titles = new Map<string, string>();
  #issued = 0;
  /** Whether anything goes wrong at present. */
  shaking = true;

  constructor(seed: number, world: World) {
    this.#next = numbersFrom(seed);
    this.#world = world;
    this.#restart();
  }

  #restart(): void {
    this.#tokens = new Map();
    this.#titles = new Map([
      ['1', 'On doors'],
      ['2', 'On keys'],
    ]);
  }

  logIn(name: string): ProbeCredential & { readonly kind: 'bearer' } {
    this.#issued += 1;
    const accessToken = `${name}-token-${this.#issued}`;
    this.#tokens.set(accessToken, name);
    return { kind: 'bearer', accessToken };
  }

  /** Logins are what checks begin with; they do not fail here. */
  get logins(): CheckLogins {
    return {
      logIn: async ({ name }: Subject): Promise<SpareLogin> => {
        const credential = this.logIn(name);
        return {
          credential,
          end: async () => {
            if (this.#world.weak?.logout !== true) this.#tokens.delete(credential.accessToken);
            return 'revoked';
          },
        };
      },
      refused: async () => undefined,
      authorization: async () => [],
    };
  }

  async send(request: HttpRequest): Promise<HttpOutcome> {
    const fault = this.#fault();
    switch (fault) {
      case 'drop':
        return lost('reset');
      case 'reset':
      case 'timeout':
        this.#answer(request);
        return lost(fault);
      case 'throttle':
        return said(429, {}, { 'retry-after': '1' });
      case 'unavailable':
        return said(503, {});
      case 'broken':
        return said(500, {});
      case 'gateway':
        return said(502, '<html>bad gateway</html>');
      case 'restart':
        this.#restart();
        return said(503, {});
      default:
        return this.#answer(request);
    }
  }

  #fault(): Fault | undefined {
    const { rate, faults = FAULTS } = this.#world;
    if (!this.shaking || this.#next() >= rate) return undefined;
    return faults[Math.floor(this.#next() * faults.length)];
  }

  #caller(token: string | undefined): string | undefined {
    const known = token === undefined ? undefined : this.#tokens.get(token);
    if (known !== undefined || !this.#world.weak?.tokens) return known;
    return token === undefined ? undefined : 'sari';
  }

  #answer({ method, url, headers = {}, body }: HttpRequest): HttpOutcome {
    const { pathname } = new URL(url);
    const id = /^\/articles\/(\w+)$/.exec(pathname)?.[1];
    if (id === undefined && !['/me', '/users'].includes(pathname)) return said(404, {});
    const name = this.#caller(headers.authorization?.replace(/^Bearer /, ''));
    if (name === undefined) return said(401, {}, { 'www-authenticate': 'Bearer' });
    if (pathname === '/me') return said(200, { name });
    if (id === undefined) return this.#users(name);
    return this.#article(method, id, name, body ?? '');
  }

  #users(name: string): HttpOutcome {
    return ROLES[name] === 'admin' || this.#world.weak?.users
      ? said(200, [{ id: 1, name: 'agus' }])
      : said(403, {});
  }

  #article(method: string, id: string, name: string, body: string): HttpOutcome {
    const title = this.#titles.get(id);
    const owner = id === '1' ? 'william' : 'agus';
    const may = name === owner || ROLES[name] === 'admin';
    // Of somebody else's article nobody learns that it is there.
    if (title === undefined || (!may && method === 'GET')) return said(404, {});
    if (method === 'GET') return said(200, { id, title });
    const mayWrite = method === 'DELETE' ? ROLES[name] === 'admin' : may || this.#world.weak?.writes;
    if (!mayWrite) return said(403, {});
    if (method === 'DELETE') this.#titles.delete(id);
    else this.#titles.set(id, String(JSON.parse(body).title));
    return said(200, { id });
  }
}

const lost = (reason: 'reset' | 'timeout'): HttpOutcome => ({ kind: 'failure', reason, message: reason });

const said = (status: number, body: unknown, headers = {}): HttpOutcome => ({
  kind: 'response',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  truncated: false,
  durationMs: 1,
});
