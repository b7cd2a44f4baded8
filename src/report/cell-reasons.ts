import type { Reason } from '../probe/model.js';

interface ReasonText {
  /** What happened, after `12 cells: `. */
  readonly means: string;
  /** One instruction that would settle it; null where there is none. */
  readonly advice: string | null;
}

/** Why cells are inconclusive or skipped, and what to do about it. */
export const cellReasons = {
  credential: {
    means: 'the credential was refused everywhere, so a 401 says nothing of the route',
    advice: 'log the subject in again with `authctl login`',
  },
  blocked: {
    means: 'every request of every subject was answered 403, as a firewall or a wrong host would',
    advice: 'check `api:` and whether something in front of it blocks authctl',
  },
  'not-found': {
    means: 'nobody reaches it: the object may not exist',
    advice: 'name an object that exists: `params:` of the route, or `owns:` of a subject',
  },
  'fixture-consumed': {
    means: 'this run had deleted the object before',
    advice: 'give the route an object of its own with `params:`',
  },
  'not-served': {
    means: 'the description declares the method, the API does not serve it',
    advice: 'compare the description with the version that is deployed',
  },
  validation: {
    means: 'the request was refused as invalid before anyone asked who may',
    advice: 'give valid parameters with `params:`, or examples in the description',
  },
  'catch-all': {
    means: 'the same answer as for a route that does not exist',
    advice: 'check `api:`; it may be a web page instead of the API',
  },
  redirect: {
    means: 'the answer leads elsewhere, and no subject shows where an entitled one is sent',
    advice: 'check that the address in `api:` needs no redirect',
  },
  'rate-limited': {
    means: 'the API kept asking for fewer requests',
    advice: 'probe again later, or with a lower --rate or --concurrency',
  },
  'server-error': {
    means: 'the API failed (5xx)',
    advice: "look at the API's log; the answer was neither yes nor no",
  },
  network: {
    means: 'no complete answer came back',
    advice: 'check that the API runs and is reachable, then probe again',
  },
  unverified: {
    means: 'the subject does not reach what it must reach, so its denials prove nothing',
    advice: 'log the subject in again, or name a route it must reach with `canary:`',
  },
  unrecognised: {
    means: 'the answer is no kind that authctl knows',
    advice: 'look at it with `--verbose`',
  },
  interrupted: {
    means: 'the run ended before they were asked',
    advice: 'probe again',
  },
  write: {
    means: 'POST, PUT and PATCH may change data',
    advice: 'only GET and HEAD are sent',
  },
  delete: {
    means: 'DELETE removes data',
    advice: 'only GET and HEAD are sent',
  },
  filtered: {
    means: 'OPTIONS, TRACE and CONNECT say nothing of access',
    advice: null,
  },
  'request-limit': {
    means: 'the limit of requests was reached',
    advice: 'raise --max-requests',
  },
} as const satisfies Record<Reason, ReasonText>;
