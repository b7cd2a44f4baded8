import type { Reason } from '../probe/result.js';

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
    advice:
      'log the subject in again with `authctl login`, or name a route that it must reach with `canary:`; where the API wants the credential in another way, say `login: { headers: ... }`',
  },
  blocked: {
    means: 'every request of every subject was answered 403, as a firewall or a wrong host would',
    advice: 'check `api:` and whether something in front of it blocks authctl',
  },
  'not-found': {
    means: 'nobody reaches it: the object may not exist',
    advice:
      'name an object that exists: `params:` of the route, or `owns:` of a subject; where no route is found, check the path in `api:`; where 404 is how this API refuses, say `decide: { deny: [404] }`',
  },
  'fixture-consumed': {
    means: 'the object was gone by then: this run deleted it, or it went away meanwhile',
    advice: 'give the route an object for each cell with `setup:`',
  },
  'not-served': {
    means: 'the description declares the method, the API does not serve it',
    advice: 'compare the description with the version that is deployed',
  },
  validation: {
    means: 'the request was refused as invalid before anyone asked who may',
    advice:
      'give the route valid `params:`, `query:`, `headers:` or a valid `body:`, or examples in the description; where that is how this API refuses, say `decide: { deny: [400] }`',
  },
  'catch-all': {
    means: 'the same answer as for a route that does not exist',
    advice:
      'check `api:`; it may be a web page instead of the API; where the body alone tells, say `decide: { denyWhen: ... }`',
  },
  redirect: {
    means: 'the answer leads elsewhere, and no subject shows where an entitled one is sent',
    advice:
      'check that the address in `api:` needs no redirect; where the Location alone tells, say `decide: { redirect: { deny: [/path*] } }`',
  },
  'rate-limited': {
    means: 'the API kept asking for fewer requests',
    advice: 'probe again later, or with a lower --rate or --concurrency',
  },
  'server-error': {
    means: 'the API failed (5xx)',
    advice: "look at the API's log; where 500 is how this API refuses, say `decide: { deny: [500] }`",
  },
  network: {
    means: 'no complete answer came back',
    advice: 'check that the API runs and is reachable, then probe again',
  },
  unverified: {
    means: 'the subject does not reach what it must reach, so its denials prove nothing',
    advice:
      'log the subject in again, or name a route it must reach with `canary:`; where the API wants the credential in another way, say `login: { headers: ... }`',
  },
  unrecognised: {
    means: 'the answer is no kind that authctl knows',
    advice: 'look at it with `--verbose`, and say with `decide:` what its status means',
  },
  interrupted: {
    means: 'the run ended before they were asked',
    advice: 'probe again',
  },
  setup: {
    means: 'the object that the request is about could not be made',
    advice: 'check `setup:` of the route',
  },
  write: {
    means: 'POST, PUT and PATCH may change data',
    advice: 'send them with --allow-writes, to an API where that does no harm',
  },
  delete: {
    means: 'DELETE removes data',
    advice: 'send them with --allow-delete, to an API where that does no harm',
  },
  'left-out': {
    means: 'left out on purpose, by `coverage: { except: ... }`',
    advice: null,
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
