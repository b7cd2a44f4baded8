import type { Answer, Reply } from './answer.js';
import { redirectMeans } from './decide.js';
import { denied, isVerified } from './denial.js';
import type { Evidence } from './evidence.js';
import { allowed, inconclusive, type Judgement } from './judgement.js';
import { leadsToLogin, placeOf } from './redirect.js';
import { isRedirect, redirectedTo, succeeds } from './witness.js';

/** What a redirect that was not followed says: its body, then its Location. */
export function judgeRedirect(reply: Reply, evidence: Evidence): Judgement {
  const { location, body } = reply;
  if (body.marked) return allowed('confirmed', 'a redirect whose body holds what it should not');
  if (location === null) return inconclusive('redirect', `${reply.status} without a usable Location`);
  const meant = redirectMeans(evidence.decide, location);
  if (meant === 'deny') return denied('redirect', evidence, `sent to ${placeOf(location)}`);
  if (meant === 'allow') return allowed('likely', `sent to ${placeOf(location)}`);
  if (leadsToLogin(location, evidence.issuers, evidence.api)) {
    return denied('redirect', evidence, `sent to ${placeOf(location)}`);
  }
  if (isUpgrade(location, evidence.api)) {
    return inconclusive('redirect', `served at ${new URL(location).origin}; credentials do not go there`);
  }
  if (leadsWhereUnknownDoes(location, evidence.unknownRoute)) {
    return inconclusive('catch-all', 'a path that cannot exist is redirected to the same place');
  }
  const controls = evidence.witnesses.filter(({ entitled }) => entitled);
  if (controls.some(({ answer }) => redirectedTo(answer, location))) {
    if (!isVerified(evidence)) return inconclusive('unverified', `sent to ${placeOf(location)}`);
    return allowed('likely', `redirected to ${placeOf(location)}, as others who may`);
  }
  if (controls.some(({ answer }) => succeeds(answer) || isRedirect(answer))) {
    return denied('redirect', evidence, `sent to ${placeOf(location)}, unlike those who may`);
  }
  return inconclusive('redirect', `sent to ${placeOf(location)}`);
}

/** From `http` to `https` on the same host: the same API at another origin. */
function isUpgrade(location: string, api: string): boolean {
  const [source, target] = [new URL(api), new URL(location)];
  return source.hostname === target.hostname && source.protocol === 'http:' && target.protocol === 'https:';
}

function leadsWhereUnknownDoes(location: string, unknownRoute: Answer | null): boolean {
  return unknownRoute !== null && redirectedTo(unknownRoute, location);
}
