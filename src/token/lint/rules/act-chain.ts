import { isJsonObject, type JsonValue, memberOf } from '../../json.js';
import { judgeClaim } from '../claim-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** How many actors stand one in the other. */
function actorsIn(act: JsonValue): number {
  let actors = 0;
  let actor: JsonValue | undefined = act;
  while (isJsonObject(actor)) {
    actors += 1;
    actor = memberOf(actor, 'act');
  }
  return actors;
}

export const actChain: TokenRule = {
  id: 'act.chain',
  title: 'passed on by several',
  severity: 'info',
  about: 'token',
  sources: [rfc(8693, '4.1')],
  advice: 'let access depend on the outermost `act` only; the inner ones tell the history',
  judge: (subject) =>
    judgeClaim(subject, 'act', (act) => {
      const actors = actorsIn(act);
      return actors > 1 ? `${actors} actors stand in a chain` : undefined;
    }),
};
