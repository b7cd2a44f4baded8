import type { Finding, ProbeResult } from '../../src/probe/result.js';
import type { ReportSetting } from '../../src/report/probe-report.js';
import { aCell, aFinding, aResult, demoResult, demoSubjects } from './probe-results.js';

/** A place where reports are read: the repository is the working directory. */
export const setting: ReportSetting = { view: { width: 80, ascii: false }, nameOf: (file) => file };

/** Everything that a result can hold at once: holes, waivers, checks, changes, what stayed open. */
export function fullResult(): ProbeResult {
  const demo = demoResult();
  const cells = [
    ...demo.cells,
    aCell({ path: '/reports', is: '?rate-limited', subject: 'sari', role: 'admin' }),
    { ...aCell({ path: '/slow', is: 'allow', subject: 'sari', role: 'admin' }), attempts: 3 },
    aCell({ method: 'POST', path: '/users', is: '-write', subject: 'sari', role: 'admin' }),
    aCell({
      path: '/audit',
      is: 'allow',
      expected: { verdict: 'deny' },
      outcome: 'violation',
      notes: ['empty'],
    }),
  ];
  const [hole] = demo.findings;
  const check = {
    ...{ method: 'GET', path: '/articles', url: '/articles', subject: 'agus', title: 'a broken signature' },
    needs: null,
  };
  const findings: Finding[] = [
    ...(hole ? [hole] : []),
    aFinding({
      id: 'privilege-escalation GET /audit',
      cells: [cells.length - 1],
      message: 'GET /audit: agus (reader) may, though not meant to',
      waived: { reason: 'mended in release 12', until: '2027-01-31' },
    }),
    aFinding({
      id: 'token-accepted sig',
      class: 'token-accepted',
      severity: 'critical',
      confidence: 'proven',
      cells: [],
      checks: [1],
      message: 'GET /articles: accepts a broken signature: sig.flipped',
      repeat: 'curl -i http://127.0.0.1:4455/articles',
    }),
  ];
  findings.push(
    aFinding({
      id: 'parity GET /articles',
      class: 'parity',
      cells: [0],
      message: 'GET /articles: agus gets in with a token alone',
    }),
  );
  const result = aResult({
    subjects: demoSubjects,
    cells,
    findings,
    checks: [
      { ...check, check: 'none.lower', status: 401, verdict: 'refused' },
      { ...check, check: 'sig.flipped', status: 200, verdict: 'accepted' },
      { ...check, check: 'time.expired', status: null, verdict: 'inconclusive' },
      { ...check, check: 'aud.other', status: null, verdict: 'skipped', needs: "the issuer's key" },
      { ...check, check: 'logout.bearer', status: 200, verdict: 'lives-on' },
    ],
    coverage: {
      ...{ routes: 8, settled: 6, leftOut: 1, percent: 75, failUnder: 90 },
      unprobed: ['GET /exports', 'POST /orders'],
    },
    waivers: [
      {
        finding: 'privilege-escalation GET /audit',
        reason: 'mended in release 12',
        until: '2027-01-31',
        state: 'used',
        source: 'authctl.yaml:40',
      },
      {
        finding: 'bola *',
        reason: 'old',
        until: '2025-01-31',
        state: 'unmatched',
        source: 'authctl.yaml:41',
      },
    ],
    drift: [
      {
        kind: 'opened',
        route: { method: 'GET', path: '/users' },
        role: 'reader',
        own: false,
        was: ['403'],
        is: ['allow'],
      },
      { kind: 'added-role', route: null, role: 'auditor', own: false, was: [], is: ['allow'] },
    ],
  });
  return {
    ...result,
    summary: { ...result.summary, violations: result.summary.violations - 1, waived: 1 },
    routes: result.routes.map((route, at) => ({
      ...route,
      source: `openapi.yaml:${10 + at}`,
      at: { file: 'api/open api.yaml', line: 10 + at, column: 3 },
    })),
  };
}
