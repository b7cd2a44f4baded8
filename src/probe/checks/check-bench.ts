import type { Decide } from '../../config/probe-config.js';
import type { Answer, Reply } from '../answer.js';
import { attachedHeaders, attachedUrl, attachedValues } from '../attach.js';
import { classOf } from '../decide.js';
import type { Exchange, ProbeRequest } from '../exchange.js';
import type { ProbeCredential, Subject } from '../model.js';
import type { Plan, PlannedCell } from '../plan.js';
import type { ProbePorts } from '../ports.js';
import type { Cell, Check } from '../result.js';
import type { RunRecord } from '../run.js';
import type { Sequence } from '../sequence.js';
import type { StatusClass } from '../status-class.js';
import { fillText } from '../template.js';

/** What checks work with once the cells of a run are judged. */
export interface CheckBench {
  readonly plan: Plan;
  /** By the same index as the plan's. */
  readonly cells: Sequence<Cell>;
  readonly exchange: Exchange;
  readonly ports: ProbePorts;
  /** The credential that a subject has by now. */
  credentialOf(subject: Subject): ProbeCredential | undefined;
  /** Sends a planned request, as its subject unless told otherwise. */
  ask(cell: PlannedCell, changes?: Changes): Promise<Answer>;
}

/** How a request differs from the one that was planned. */
export interface Changes {
  readonly method?: string;
  /** Below the API's base URL. */
  readonly url?: string;
  /** Besides those that are planned. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | null;
  /** Default: the subject's own of the moment; null for none. */
  readonly credential?: ProbeCredential | null;
  /** In the place of what the credential gives. */
  readonly authorization?: Readonly<Record<string, string>>;
  readonly safe?: boolean;
  readonly keepsBody?: boolean;
}

export function checkBench(
  { plan, cells, exchange, ports }: Pick<CheckBench, 'plan' | 'cells' | 'exchange' | 'ports'>,
  { callers }: Pick<RunRecord, 'callers'>,
): CheckBench {
  const credentialOf = (subject: Subject) => callers.get(subject)?.credential ?? subject.credential;
  return {
    ...{ plan, cells, exchange, ports, credentialOf },
    ask(cell, changes = {}) {
      const { headers = {}, body = cell.body, safe = true, keepsBody = false } = changes;
      const method = changes.method ?? cell.route.method;
      const own = changes.credential === undefined ? credentialOf(cell.subject) : changes.credential;
      const credential = own ?? undefined;
      const url = attachedUrl(credential, plan.api, plan.api + (changes.url ?? cell.url));
      const values = attachedValues(credential);
      const request: ProbeRequest = {
        ...{ method, url, safe, keepsBody, credentialed: credential !== undefined },
        body: body === null ? null : fillText(body, values),
        headers: Object.fromEntries(
          Object.entries({ ...cell.headers, ...headers }).map(([name, value]) => [
            name,
            fillText(value, values),
          ]),
        ),
        authorize: (target) =>
          changes.authorization ??
          attachedHeaders(credential, plan.api, { method, url: target }, ports.now()),
        markers: cell.markers,
        decide: cell.decide,
      };
      return exchange.send(request);
    },
  };
}

/** A success status that no body takes back. */
export const isLetThrough = (answer: Answer): boolean =>
  answer.kind === 'reply' && answer.status >= 200 && answer.status < 300 && answer.body.denies === null;

/** Statuses that say nothing of what was asked. */
const NO_ANSWER: readonly StatusClass[] = ['throttled', 'server-error'];

/** Whether the API answered what it was asked, and not only that it is busy or broken. */
export const isAnswered = (answer: Answer, decide: Decide = {}): answer is Reply =>
  answer.kind === 'reply' && !NO_ANSWER.includes(classOf(answer.status, decide));

/** What the answer to a request that must be refused says. */
export function verdictOn(answer: Answer, decide: Decide = {}): Check['verdict'] {
  if (isLetThrough(answer)) return 'accepted';
  return isAnswered(answer, decide) && answer.status >= 300 ? 'refused' : deniedInBody(answer);
}

const deniedInBody = (answer: Answer): Check['verdict'] =>
  answer.kind === 'reply' && answer.body.denies !== null ? 'refused' : 'inconclusive';

/** What several looks come to: nothing where one of them had no answer. */
export const unlessOpen = (
  looks: readonly Answer[],
  decide: Decide,
  verdict: Check['verdict'],
): Check['verdict'] => (looks.every((look) => isAnswered(look, decide)) ? verdict : 'inconclusive');

/** Of a check, what does not depend on what came of it. */
export type CheckSubject = Pick<Check, 'method' | 'path' | 'url' | 'subject' | 'check' | 'title'>;

export const checkOf = (about: CheckSubject, verdict: Check['verdict'], answer?: Answer): Check => ({
  ...about,
  status: answer?.kind === 'reply' ? answer.status : null,
  verdict,
  needs: null,
});

export const skippedCheck = (about: CheckSubject, needs: string): Check => ({
  ...about,
  ...{ status: null, verdict: 'skipped', needs },
});

/** A planned request as a check names it. */
export const aboutCell = ({ route, url, subject }: PlannedCell): Omit<CheckSubject, 'check' | 'title'> => ({
  ...{ method: route.method, path: route.path, url, subject: subject.name },
});

/** Routes that callers without credentials are let through by. */
export function openRoutes(cells: Iterable<Cell>): ReadonlySet<string> {
  const open = new Set<string>();
  for (const { subject, verdict, method, path } of cells) {
    if (subject === 'anonymous' && verdict === 'allow') open.add(`${method} ${path}`);
  }
  return open;
}

/** How far one check stands for others: for each route, or for those of one first path segment. */
export type CheckScope = 'route' | 'group';

export const scopeKey = ({ route }: PlannedCell, scope: CheckScope): string =>
  scope === 'route' ? `${route.method} ${route.path}` : (route.path.split('/')[1] ?? '');
