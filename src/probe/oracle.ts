import type { Reply } from './answer.js';
import { classOf, deniesUnchanged } from './decide.js';
import { denied } from './denial.js';
import type { Evidence } from './evidence.js';
import { judgeRedirect } from './judge-redirect.js';
import {
  allowed,
  FOLLOWED,
  inconclusive,
  type Judgement,
  notApplicable,
  reached,
  skipped,
  TOLD_IN_BODY,
} from './judgement.js';
import type { DenialKind } from './model.js';
import { placeOf } from './redirect.js';
import { isAllowed, isCatchAll, isKnown, isReached, succeeds } from './witness.js';

/**
 * Decides what an answer means: the table of verdicts, row by row.
 *
 * Two questions, never one: did the request reach the guarded handler, and was the answer a denial? Evidence that
 * settles neither is `inconclusive`. Depends on its argument only, so the order and timing of a run cannot matter.
 */
export function judge(evidence: Evidence): Judgement {
  const { answer } = evidence;
  switch (answer.kind) {
    case 'unsent':
      return answer.why === 'request-limit'
        ? skipped('request-limit')
        : inconclusive(answer.why, ...(answer.message === undefined ? [] : [answer.message]));
    case 'silence':
      return answer.reason === 'aborted'
        ? inconclusive('interrupted')
        : inconclusive('network', answer.message);
    case 'reply': {
      const judgement = withEffect(judgeReply(answer, evidence), answer, evidence);
      return { ...judgement, notes: [...judgement.notes, ...notesOnReading(answer)] };
    }
  }
}

/** What a write did counts more than what its answer says. */
function withEffect(judgement: Judgement, { status }: Reply, { effect, decide }: Evidence): Judgement {
  const { verdict, notes } = judgement;
  if (effect === 'changed') {
    if (verdict === 'allow') return { ...judgement, confidence: 'confirmed' };
    return allowed('confirmed', ...notes, `answered ${status}, and the object changed all the same`);
  }
  if (effect !== 'unchanged' || verdict !== 'allow' || deniesUnchanged(decide, status)) return judgement;
  return {
    ...judgement,
    confidence: 'possible',
    notes: [
      ...notes,
      'the object did not change: if that is a refusal, say `denyWhen: [{ unchanged: true }]`',
    ],
  };
}

function judgeReply(reply: Reply, evidence: Evidence): Judgement {
  if (reply.body.denies === 'configured') return denied(kindOf(reply.status), evidence, 'by `denyWhen`');
  switch (classOf(reply.status, evidence.decide)) {
    case 'refused':
      return denied(kindOf(reply.status), evidence, ...refusalNotes(reply));
    case 'success':
      return judgeSuccess(reply, evidence);
    case 'redirect':
      return judgeRedirect(reply, evidence);
    case 'unauthenticated':
      return judgeUnauthenticated(reply, evidence);
    case 'forbidden':
      return judgeForbidden(reply, evidence);
    case 'not-found':
      return judgeNotFound(evidence);
    case 'method-refused':
      return evidence.described
        ? inconclusive('not-served', 'the description has this method, the API refuses it')
        : notApplicable();
    case 'invalid':
      return evidence.witnesses.some(isAllowed)
        ? reached(
            `answered ${reply.status} to a request that is valid for others; if that is how this API refuses, say ` +
              `\`decide: { deny: [${reply.status}] }\``,
          )
        : inconclusive('validation', `${reply.status}: the request may be refused before access is checked`);
    case 'state':
      return reached(`answered ${reply.status}, which depends on the object's state`);
    case 'throttled':
      return inconclusive('rate-limited', `${reply.status} after ${reply.attempts} attempts`);
    case 'server-error':
      return inconclusive('server-error', `${reply.status} after ${reply.attempts} attempts`);
    case 'other':
      return inconclusive('unrecognised', `${reply.status} says nothing about access`);
  }
}

/** What a status that denies by configuration is counted as. */
function kindOf(status: number): DenialKind {
  if (status === 401 || status === 403) return String(status) as DenialKind;
  if (status === 404) return 'hidden';
  return status >= 300 && status < 400 ? 'redirect' : 'soft';
}

const refusalNotes = ({ status }: Reply): readonly string[] =>
  status === 401 || status === 403 ? [] : [`${status} denies, by \`decide: { deny }\``];

function judgeSuccess(reply: Reply, evidence: Evidence): Judgement {
  const { body } = reply;
  if (evidence.effect === 'unchanged' && deniesUnchanged(evidence.decide, reply.status)) {
    return denied('soft', evidence, 'a success status, and nothing changed');
  }
  if (body.denies) {
    return denied('soft', evidence, body.denies === 'graphql' ? 'a GraphQL error that denies' : TOLD_IN_BODY);
  }
  if (!body.marked && !isKnown(evidence.unknownRoute)) {
    return inconclusive('catch-all', 'what a path that cannot exist is answered could not be found out');
  }
  if (isCatchAll(reply, evidence.unknownRoute)) {
    return inconclusive('catch-all', 'a path that cannot exist is answered alike');
  }
  if (isDeniedByGet(evidence) && !equalsFieldsOf(reply, evidence)) {
    return denied('soft', evidence, 'GET has a body that denies, and HEAD has none');
  }
  if (body.marked) return allowed('confirmed');
  if (body.empty) return allowed('possible', 'empty');
  if (body.failure !== null) {
    return allowed('possible', 'possible soft denial: the body tells of a failure');
  }
  if (body.wordsOfDenial) return allowed('possible', 'possible soft denial: the body holds words of denial');
  return allowed(equalsControl(reply, evidence) ? 'confirmed' : 'likely');
}

const isDeniedByGet = ({ asGet }: Evidence): boolean =>
  asGet?.kind === 'reply' && classOf(asGet.status, {}) === 'success' && asGet.body.denies !== null;

/** HEAD tells of a body what it tells of the one that somebody entitled would get. */
const equalsFieldsOf = ({ body }: Reply, { witnesses }: Evidence): boolean =>
  witnesses.some(
    ({ entitled, answer }) => entitled && succeeds(answer) && answer.body.digest === body.digest,
  );

/** The body is, to the byte, what somebody entitled got for the same request. */
function equalsControl({ body }: Reply, { witnesses }: Evidence): boolean {
  return (
    body.json &&
    witnesses.some(
      ({ entitled, answer }) => entitled && succeeds(answer) && answer.body.digest === body.digest,
    )
  );
}

function judgeUnauthenticated(reply: Reply, evidence: Evidence): Judgement {
  const notes = reply.challenged ? [] : ['no WWW-Authenticate'];
  if (evidence.anonymous) return denied('401', evidence, ...notes);
  if (evidence.canary === 'ok') {
    return denied('401', evidence, 'its credentials are valid: 403 would be right', ...notes);
  }
  return inconclusive('credential', 'its credentials are not known to work');
}

function judgeForbidden(reply: Reply, evidence: Evidence): Judgement {
  if (evidence.blocked) return inconclusive('blocked', 'everything is answered with 403');
  const { unknownRoute } = evidence;
  const asUnknown =
    unknownRoute?.kind === 'reply' &&
    unknownRoute.status === 403 &&
    unknownRoute.body.digest === reply.body.digest;
  if (asUnknown && !evidence.witnesses.some(isReached)) {
    return inconclusive(
      'not-found',
      'a path that cannot exist is answered alike, and nobody reaches this one',
    );
  }
  return denied('403', evidence);
}

function judgeNotFound(evidence: Evidence): Judgement {
  if (evidence.consumed) return inconclusive('fixture-consumed', 'the object was gone by then');
  if (evidence.mismatched) return denied('hidden', evidence, 'the object does not belong to that parent');
  if (evidence.witnesses.some(isReached)) return denied('hidden', evidence);
  return evidence.absent
    ? denied('hidden', evidence, 'for nobody, as the policy says')
    : inconclusive('not-found', 'nobody reaches it, so it may not exist');
}

function notesOnReading({ body, followed }: Reply): readonly string[] {
  const notes: string[] = [];
  if (followed !== null) notes.push(FOLLOWED + placeOf(followed));
  if (body.unread === 'truncated') notes.push('the body is over the cap: judged by status');
  if (body.unread === 'encoded') notes.push('the body is in a content coding: judged by status');
  return notes;
}
