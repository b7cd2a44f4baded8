import type { Finding, ProbedRoute, ProbeResult } from '../probe/result.js';
import type { ReportSetting } from './probe-report.js';
import { routeName, routesByName } from './route-cells.js';

/** A line of a file, for tools that show findings beside the code. */
export interface ReportPlace {
  /** As `ReportSetting.nameOf` gives it. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
}

/** Where a route is described or configured; undefined where nothing says. */
export function placeOfRoute(
  route: ProbedRoute | undefined,
  { nameOf }: ReportSetting,
): ReportPlace | undefined {
  if (route?.at) return { file: nameOf(route.at.file), line: route.at.line };
  const [, file, line] = /^(.+):(\d+)$/s.exec(route?.source ?? '') ?? [];
  return file === undefined ? undefined : { file: nameOf(file), line: Math.max(1, Number(line)) };
}

/** Where the route of a finding stands; one that is about no route stands where the first route does. */
export function placeOfFinding(
  finding: Finding,
  result: ProbeResult,
  setting: ReportSetting,
): ReportPlace | undefined {
  const [cell] = finding.cells;
  const [check] = finding.checks ?? [];
  const about = (cell === undefined ? undefined : result.cells.at(cell)) ?? result.checks[check ?? -1];
  const route = about && routesByName(result.routes).get(routeName(about));
  return placeOfRoute(route, setting) ?? placeOfRoute(result.routes[0], setting);
}
