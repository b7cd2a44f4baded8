import type { Answer } from './answer.js';
import { attachedHeaders } from './attach.js';
import { createExchange, type Exchange } from './exchange.js';
import type { TokenCheck } from './model.js';
import type { Plan, PlannedCell } from './plan.js';
import type { Limits, ProbePorts } from './ports.js';
import { type CheckVariant, variantsOf } from './token-checks.js';

/**
 * Repeats requests with damaged credentials. Three controls make a verdict: the good token before and after is let
 * through, and no token is not; where they are not so, nothing is said of the variants.
 */
export async function runChecks(
  plan: Plan,
  targets: readonly PlannedCell[],
  ports: ProbePorts,
  limits: Limits,
): Promise<readonly TokenCheck[]> {
  const exchange = createExchange(ports, limits);
  const results: TokenCheck[] = [];
  for (const target of targets) results.push(...(await checkTarget(plan, target, exchange, ports)));
  return results;
}

async function checkTarget(
  { api }: Plan,
  target: PlannedCell,
  exchange: Exchange,
  ports: ProbePorts,
): Promise<readonly TokenCheck[]> {
  const { subject, route } = target;
  const token = subject.credential?.kind === 'bearer' ? subject.credential.accessToken : '';
  const ask = (headers: Readonly<Record<string, string>>, query = ''): Promise<Answer> =>
    exchange.send({
      method: route.method,
      url: withQuery(api + target.url, query),
      headers: target.headers,
      body: target.body,
      authorize: () => headers,
      credentialed: true,
      markers: target.markers,
      decide: target.decide,
    });
  const good = () =>
    ask(
      attachedHeaders(subject.credential, api, { method: route.method, url: api + target.url }, ports.now()),
    );
  const about = { method: route.method, path: route.path, url: target.url, subject: subject.name };
  const { variants, skipped } = variantsOf(token, ports.now());
  const before = await good();
  const without = await ask({});
  const answers: { readonly variant: CheckVariant; readonly answer: Answer }[] = [];
  for (const variant of variants) {
    const { authorization, query } = variant;
    answers.push({ variant, answer: await ask(authorization === null ? {} : { authorization }, query) });
  }
  const sound = isLetThrough(before) && !isLetThrough(without) && isLetThrough(await good());
  return [
    ...answers.map(({ variant: { id, title }, answer }): TokenCheck => {
      const status = answer.kind === 'reply' ? answer.status : null;
      return {
        ...about,
        check: id,
        title,
        status,
        verdict: sound ? verdictOn(answer) : 'inconclusive',
        needs: null,
      };
    }),
    ...skipped.map(
      ({ id, title, needs }): TokenCheck => ({
        ...about,
        ...{ check: id, title, status: null, verdict: 'skipped', needs },
      }),
    ),
  ];
}

const isLetThrough = (answer: Answer): boolean =>
  answer.kind === 'reply' && answer.status >= 200 && answer.status < 300 && answer.body.denies === null;

function verdictOn(answer: Answer): TokenCheck['verdict'] {
  if (answer.kind !== 'reply') return 'inconclusive';
  if (isLetThrough(answer)) return 'accepted';
  if (answer.body.denies !== null) return 'refused';
  return answer.status >= 300 && answer.status < 500 && answer.status !== 429 ? 'refused' : 'inconclusive';
}

const withQuery = (url: string, query: string): string =>
  query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`;
