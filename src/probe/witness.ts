import type { Answer, Reply } from './answer.js';
import type { Witness } from './evidence.js';
import { placeOf } from './redirect.js';
import { statusClass } from './status-class.js';

/** A success status that no body takes back. */
export function succeeds(answer: Answer): answer is Reply {
  return answer.kind === 'reply' && statusClass(answer.status) === 'success' && !answer.body.denies;
}

/**
 * Whether the control was answered: what a path that cannot exist gets. Without it a success may be what every path gets;
 * that the API is busy is no answer.
 */
export const isKnown = (unknownRoute: Answer | null | undefined): unknownRoute is Reply =>
  unknownRoute?.kind === 'reply' && statusClass(unknownRoute.status) !== 'throttled';

/** An answer like the one for a path that cannot exist, though a nonce, a time or an id in it may differ. */
export function isCatchAll(reply: Reply, unknownRoute: Answer | null): boolean {
  return unknownRoute !== null && succeeds(unknownRoute) && unknownRoute.body.shape === reply.body.shape;
}

/** Whether a witness got what it asked for. */
export const isAllowed = ({ answer, unknownRoute }: Witness): boolean =>
  succeeds(answer) && isKnown(unknownRoute) && !isCatchAll(answer, unknownRoute);

/** Whether a witness got past the guard. */
export const isReached = (witness: Witness): boolean =>
  isAllowed(witness) || (witness.answer.kind === 'reply' && statusClass(witness.answer.status) === 'state');

export const isRedirect = (answer: Answer): boolean =>
  answer.kind === 'reply' && statusClass(answer.status) === 'redirect';

export function redirectedTo(answer: Answer, location: string): boolean {
  return answer.kind === 'reply' && answer.location !== null && isRedirect(answer)
    ? placeOf(answer.location) === placeOf(location)
    : false;
}
