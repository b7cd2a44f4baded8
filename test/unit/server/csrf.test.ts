import { describe, expect, test } from 'vitest';
import { type CsrfDemand, CsrfTokens } from '../../../src/server/csrf.js';

const tokens = new CsrfTokens(4455);
const HOST = { host: '127.0.0.1:4455' };
const OWN = { origin: 'http://127.0.0.1:4455' };
const OTHER = { origin: 'http://attacker.example' };

const [ofSession, anonymous, stranger] = [
  tokens.issue('a-session'),
  tokens.issue(undefined),
  new CsrfTokens(4455).issue('a-session'),
];
const MISSING = 'x-csrf-token is missing';
const WRONG = 'x-csrf-token is not that of the session';

/** As a page sends it: in the header, and in the cookie that it was read from. */
const sent = (header: string, cookie = header) => ({
  'x-csrf-token': header,
  cookie: `other=1; csrf-4455=${cookie}`,
});

describe('a request that changes something by a cookie', () => {
  test.for<{
    says: string;
    headers: Record<string, string>;
    sessionId?: string | undefined;
    demand?: CsrfDemand;
    problem: string | undefined;
  }>([
    { says: 'comes from a program', headers: {}, problem: undefined },
    {
      says: 'comes from a program, and a token is always asked for',
      headers: {},
      demand: 'always',
      problem: MISSING,
    },
    { says: 'names its own origin only', headers: OWN, problem: MISSING },
    { says: 'says that a browser sent it', headers: { 'sec-fetch-site': 'same-origin' }, problem: MISSING },
    { says: 'has the token of the session', headers: { ...OWN, ...sent(ofSession) }, problem: undefined },
    { says: 'has it, from a program', headers: sent(ofSession), demand: 'always', problem: undefined },
    {
      says: 'has it, from another origin',
      headers: { ...OTHER, ...sent(ofSession) },
      problem: 'a page of another origin sent it',
    },
    { says: 'has it without the cookie', headers: { 'x-csrf-token': ofSession }, problem: WRONG },
    { says: 'has it beside another cookie', headers: sent(ofSession, anonymous), problem: WRONG },
    { says: 'has one from before the login', headers: sent(anonymous), problem: WRONG },
    { says: 'has one of another server', headers: sent(stranger), problem: WRONG },
    { says: 'has one that is none', headers: sent('a'), problem: WRONG },
    { says: 'has an empty one', headers: sent(''), problem: WRONG },
    {
      says: 'is a login with a token for one',
      headers: { ...OWN, ...sent(anonymous) },
      sessionId: undefined,
      problem: undefined,
    },
  ])('$says: $problem', ({ headers, demand = 'browsers', problem, ...rest }) => {
    const sessionId = 'sessionId' in rest ? rest.sessionId : 'a-session';
    expect(tokens.problemOf({ headers: { ...HOST, ...headers }, sessionId, demand })).toBe(problem);
  });
});

test('no two tokens are alike', () => {
  expect(tokens.issue('a-session')).not.toBe(ofSession);
});
