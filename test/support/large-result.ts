import type { ProbeResult } from '../../src/probe/result.js';
import { aCell, aFinding, aResult, aSubject, type CellSketch } from './probe-results.js';

function answer(method: string, route: number, role: number): Pick<CellSketch, 'is' | 'outcome'> {
  if (method !== 'GET') return { is: method === 'PUT' ? '-write' : '-delete' };
  if (route === 30 && role === 6) return { is: '?not-found' };
  if (route === 150 && role === 2) return { is: 'allow', outcome: 'violation' };
  return { is: role < 4 ? '403' : 'allow' };
}

/** 12 roles on 300 routes: reads, writes left out, one hole, one object that nobody found. */
export function largeResult(): ProbeResult {
  const roles = Array.from({ length: 12 }, (_, index) => `role-${String.fromCharCode(97 + index)}`);
  const areas = ['reports', 'users', 'invoices', '記事'];
  const cells = Array.from({ length: 300 }, (_, route) => {
    const method = ['GET', 'PUT', 'DELETE'][route % 3] ?? 'GET';
    const path = `/api/v1/${areas[Math.floor(route / 75)]}/${route}/{id}`;
    return roles.map((role, at) => {
      const expected = { verdict: at < 4 ? ('deny' as const) : ('allow' as const) };
      return aCell({ method, path, subject: `s${at}`, role, ...answer(method, route, at), expected });
    });
  }).flat();
  const hole = cells.findIndex(({ outcome }) => outcome === 'violation');
  return aResult({
    subjects: roles.map((role, at) => aSubject(`s${at}`, role)),
    cells,
    findings: [aFinding({ cells: [hole] })],
  });
}
