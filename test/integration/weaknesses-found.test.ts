/** Each weakness of the bundled server is found by `authctl probe`, classed as its answer key says; a sound server has none. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSettings } from '../../src/server/demo-settings.js';
import { generateSigningKeys } from '../../src/server/signing-keys.js';
import { weaknesses } from '../../src/server/weaknesses/registry.js';
import { type BundledServer, startBundledServer } from '../support/bundled-server.js';
import { runProbeCommand } from '../support/probe-run.js';

const users = demoSettings.users.map(({ passwordHash: _, ...account }) => account);
const now = () => Math.floor(Date.now() / 1000);

let target: BundledServer;
let files: Readonly<Record<string, string>>;

beforeAll(async () => {
  const keys = await generateSigningKeys();
  target = await startBundledServer({ keys, now, settings: { ...demoSettings, users, weaknesses: [] } });
  files = { 'issuer.json': JSON.stringify({ ...keys.privateJwk, kid: keys.kid, alg: keys.alg }) };
});
afterAll(() => target.server.close());

/** Three ways to log in: a token, a cookie, and OAuth with a refresh token and an ID token. */
const yaml = (server: string) => `version: 1
server: ${server}
roles: [anonymous, reader, editor, admin]
login: { flow: json, path: /login }
subjects:
  agus:    { role: reader, password: agus-demo,    owns: { users: "2", articles: "2" } }
  william: { role: editor, password: william-demo, owns: { users: "1", articles: "1" }, login: { flow: session, path: /session } }
  sari:    { role: admin,  password: sari-demo,    owns: { users: "3", articles: "3" }, login: { flow: password, clientId: authctl, scope: openid offline_access } }
routes:
  GET /me:              { allow: [reader, editor, admin] }
  GET /health:          { allow: any }
  GET /articles:        { allow: [reader, editor, admin] }
  GET /articles/{id}:   { allow: [reader, editor, admin], params: { id: articles } }
  PUT /articles/{id}:   { allow: [editor, admin], params: { id: articles }, body: { title: Probed, text: Probed } }
  DELETE /articles/{id}: { allow: [{ role: editor, when: own }, admin], params: { id: articles } }
  GET /users:           { allow: [admin], forbiddenFields: [passwordHash] }
  GET /users/{id}:
    allow: [{ role: reader, when: own }, { role: editor, when: own }, admin]
    params: { id: users }
    forbiddenFields: [passwordHash]
  PATCH /users/{id}:
    allow: [{ role: reader, when: own }, { role: editor, when: own }, admin]
    params: { id: users }
    body: { name: Probed }
    privileged: { role: admin }
`;

/** Of the checks of tokens, which take by far the most requests, one route is enough. */
const tokensOf = (subject: string) => [
  '--checks',
  'tokens',
  '--only',
  'GET /me',
  '--as',
  subject,
  '--key',
  'issuer.json',
];
const requests = ['--checks', 'requests', '--as', 'anonymous', '--as', 'agus', '--as', 'sari'];
const loginsOf = (subject: string) => ['--checks', 'logins', '--only', 'GET /me', '--as', subject];
const writes = ['--checks', 'writes', '--allow-writes', '--allow-delete'];
/** All kinds of checks, on all routes; those of tokens in runs of their own. */
const everything = [
  ['--checks', 'requests,logins,writes', '--allow-writes', '--allow-delete'],
  tokensOf('agus'),
  tokensOf('sari'),
];

interface Row {
  readonly flags: readonly string[];
  /** Ids of findings, all there are. */
  readonly finds: readonly string[];
  /** The effect is what a probe sees: the general class that the weakness is a case of. */
  readonly cwe?: number;
}

const rows: Readonly<Record<string, Row>> = {
  bfla: { flags: ['--only', 'GET /users'], finds: ['privilege-escalation GET /users'] },
  'cookie-role': {
    flags: ['--parity', '--only', 'GET /users'],
    finds: ['privilege-escalation GET /users', 'parity GET /users'],
  },
  bola: {
    flags: writes.slice(2),
    finds: ['bola DELETE /articles/{id}', 'bola GET /users/{id}', 'bola PATCH /users/{id}'],
  },
  unguarded: { flags: ['--only', 'GET /articles*'], finds: ['exposed GET /articles'] },
  'role-header': { flags: requests, finds: ['guard-bypass role-header'] },
  'method-override': { flags: writes, finds: ['guard-bypass method-override'] },
  'alg-none': { flags: tokensOf('agus'), finds: ['token-accepted none'] },
  'hs256-public-key': { flags: tokensOf('agus'), finds: ['token-accepted confusion'] },
  'signature-unchecked': { flags: tokensOf('agus'), finds: ['token-accepted sig'] },
  'audience-unchecked': { flags: tokensOf('agus'), finds: ['token-accepted aud'] },
  'issuer-unchecked': { flags: tokensOf('agus'), finds: ['token-accepted iss'] },
  'expiry-unchecked': { flags: tokensOf('agus'), finds: ['token-accepted time'] },
  'id-token-accepted': { flags: tokensOf('sari'), finds: ['token-accepted typ'] },
  'token-in-query': { flags: tokensOf('agus'), finds: ['token-accepted token-in-query'] },
  'embedded-jwk': { flags: tokensOf('agus'), finds: ['token-accepted jwk'] },
  'kid-traversal': { flags: tokensOf('agus'), finds: ['token-accepted kid'] },
  'weak-secret': { flags: tokensOf('agus'), finds: ['known-secret'] },
  'logout-keeps-session': { flags: loginsOf('william'), finds: ['logout-ineffective logout'] },
  'session-fixation': { flags: loginsOf('william'), finds: ['session-fixation'] },
  // Its session cookie is SameSite, which a page on another port does not mind.
  csrf: { flags: writes, finds: ['csrf csrf.same-site'] },
  'refresh-reuse': { flags: loginsOf('sari'), finds: ['refresh-reuse'] },
  'pkce-optional': { flags: loginsOf('sari'), finds: ['pkce-optional'] },
  'redirect-prefix': { flags: loginsOf('sari'), finds: ['redirect-uri'] },
  'user-enumeration': { flags: loginsOf('agus'), finds: ['user-enumeration'] },
  'soft-denial': { flags: requests, finds: ['soft-denial'] },
  'excess-fields': { flags: [], finds: ['bopla GET /users', 'bopla GET /users/{id}'] },
  head: { flags: requests, finds: ['guard-bypass head'] },
  'trailing-slash': { flags: requests, finds: ['guard-bypass trailing-slash'] },
  'mass-assignment': { flags: writes, finds: ['mass-assignment'] },
};

async function probed(weak: readonly string[], flags: readonly string[], text = yaml) {
  target.server.configure({ ...demoSettings, users, weaknesses: weak });
  return runProbeCommand(text(target.server.issuer), { flags, files, now: now() });
}

describe('one by one: found, with the numbers of the answer key, and nothing else', () => {
  test.for(weaknesses.filter(({ id }) => id !== 'stale-role'))('$id', async ({ id, cwe, owasp }) => {
    const row = rows[id];
    const { result, exit } = await probed([id], row?.flags ?? []);
    expect(result.findings.map((finding) => finding.id)).toEqual(row?.finds);
    expect(new Set(result.findings.map((finding) => `CWE-${finding.cwe} ${finding.owasp}`))).toEqual(
      new Set([`CWE-${cwe} ${owasp}`]),
    );
    // Who is denied is denied: that it is told badly is no access.
    expect(exit).toBe(id === 'soft-denial' ? 0 : 1);
  });
});

/** What the others leave nothing to see of: where nothing is refused, no refusal can be passed. */
const HIDDEN_BY_OTHERS = [
  'cookie-role', // `bfla` lets tokens through as well
  'role-header', // `bfla` and `bola` let agus read everything
  'method-override', // `bola` lets the object be deleted
  'alg-none', // what follows is explained by `signature-unchecked`
  'hs256-public-key',
  'embedded-jwk',
  'kid-traversal',
];

test('all together: each is found but what another hides', async () => {
  const ids: string[] = [];
  for (const flags of everything) {
    ids.push(...(await probed(['all'], flags)).result.findings.map(({ id }) => id));
  }
  const missed = Object.entries(rows)
    .filter(([, { finds }]) => !finds.every((id) => ids.includes(id)))
    .map(([id]) => id);
  expect(missed).toEqual(HIDDEN_BY_OTHERS);
});

test('none: nothing is found, and everything is as expected', async () => {
  for (const flags of everything) {
    const { result, exit } = await probed([], flags);
    expect(result.checks.filter(({ verdict }) => verdict === 'inconclusive')).toEqual([]);
    expect({ exit, findings: result.findings }).toEqual({ exit: 0, findings: [] });
  }
});

describe('stale-role: a token from before sari became a reader', () => {
  const changed = (weak: readonly string[]) => ({
    ...demoSettings,
    users: users.map((user) => (user.username === 'sari' ? { ...user, role: 'reader' } : user)),
    weaknesses: weak,
  });

  test.for([
    // CWE-863 is a case of CWE-285, which is what a probe sees of it.
    { weak: ['stale-role'], exit: 1, finds: ['privilege-escalation GET /users CWE-285 API5:2023'] },
    { weak: [], exit: 0, finds: [] },
  ])('weak: $weak', async ({ weak, exit, finds }) => {
    target.server.configure({ ...demoSettings, users, weaknesses: [] });
    const { authorization } = await target.bearer('sari');
    target.server.configure(changed(weak));
    const text = `version: 1
server: ${target.server.issuer}
subjects:
  sari: { role: reader, login: { headers: { Authorization: "${authorization}" } } }
routes:
  GET /me:    { allow: [reader] }
  GET /users: { allow: [admin] }
`;
    const run = await runProbeCommand(text, { now: now() });
    expect({
      exit: run.exit,
      finds: run.result.findings.map((finding) => `${finding.id} CWE-${finding.cwe} ${finding.owasp}`),
    }).toEqual({ exit, finds });
  });
});

test('every weakness is in one of these tests', () => {
  const ids = weaknesses.map(({ id }) => id).filter((id) => id !== 'stale-role');
  expect(Object.keys(rows)).toEqual(ids);
});
