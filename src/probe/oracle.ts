import type { Answer, Reply } from './answer.js';
import { classOf, deniesUnchanged, redirectMeans } from './decide.js';
import type { Evidence, Witness } from './evidence.js';
import type { Confidence, DenialKind, Reason, Verdict } from './model.js';
import { leadsToLogin, placeOf } from './redirect.js';
import { statusClass } from './status-class.js';

/** The verdict on one cell and what it rests on; the fields are those of `Cell`. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly kind: DenialKind | null;
  readonly reason: Reason | null;
  readonly confidence: Confidence | null;
  readonly notes: readonly string[];
}

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
  if (body.denies) return denied('soft', evidence, 'a success status whose body denies');
  if (isCatchAll(reply, evidence.unknownRoute)) {
    return inconclusive('catch-all', 'a path that cannot exist is answered alike');
  }
  if (body.marked) return allowed('confirmed');
  if (body.empty) return allowed('possible', 'empty');
  if (body.wordsOfDenial) return allowed('possible', 'possible soft denial: the body holds words of denial');
  return allowed(equalsControl(reply, evidence) ? 'confirmed' : 'likely');
}

/** The body is, to the byte, what somebody entitled got for the same request. */
function equalsControl({ body }: Reply, { witnesses }: Evidence): boolean {
  return (
    body.json &&
    witnesses.some(
      ({ entitled, answer }) => entitled && succeeds(answer) && answer.body.digest === body.digest,
    )
  );
}

function judgeRedirect(reply: Reply, evidence: Evidence): Judgement {
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
  if (evidence.consumed) return inconclusive('fixture-consumed', 'this run deleted the object before');
  if (evidence.mismatched) return denied('hidden', evidence, 'the object does not belong to that parent');
  return evidence.witnesses.some(isReached)
    ? denied('hidden', evidence)
    : inconclusive('not-found', 'nobody reaches it, so it may not exist');
}

/** A denial counts only from a subject whose credentials work; it is proven when somebody entitled gets through. */
function denied(kind: DenialKind, evidence: Evidence, ...notes: readonly string[]): Judgement {
  if (!isVerified(evidence) && !(evidence.anonymous && kind === '401')) {
    return inconclusive(
      'unverified',
      `looks like a denial (${kind}), but the subject's canary does not work`,
    );
  }
  const proven = evidence.witnesses.some((witness) => witness.entitled && isReached(witness));
  return { verdict: 'deny', kind, reason: null, confidence: proven ? 'proven' : 'likely', notes };
}

/** An anonymous caller has no credentials to fail, so only a canary that fails speaks against it. */
const isVerified = ({ anonymous, canary }: Evidence): boolean =>
  canary === 'ok' || (anonymous && canary === 'none');

const allowed = (confidence: Confidence, ...notes: readonly string[]): Judgement => ({
  verdict: 'allow',
  kind: null,
  reason: null,
  confidence,
  notes,
});

const reached = (note: string): Judgement => ({
  verdict: 'reached',
  kind: null,
  reason: null,
  confidence: 'possible',
  notes: [note],
});

const inconclusive = (reason: Reason, ...notes: readonly string[]): Judgement => ({
  verdict: 'inconclusive',
  kind: null,
  reason,
  confidence: null,
  notes,
});

const skipped = (reason: Reason): Judgement => ({
  verdict: 'skipped',
  kind: null,
  reason,
  confidence: null,
  notes: [],
});

const notApplicable = (): Judgement => ({
  verdict: 'not-applicable',
  kind: null,
  reason: null,
  confidence: null,
  notes: [],
});

function notesOnReading({ body, followed }: Reply): readonly string[] {
  const notes: string[] = [];
  if (followed !== null) notes.push(`followed a redirect to ${placeOf(followed)}`);
  if (body.unread === 'truncated') notes.push('the body is over the cap: judged by status');
  if (body.unread === 'encoded') notes.push('the body is in a content coding: judged by status');
  return notes;
}

/** A success status that no body takes back. */
function succeeds(answer: Answer): answer is Reply {
  return answer.kind === 'reply' && statusClass(answer.status) === 'success' && !answer.body.denies;
}

/** An answer like the one for a path that cannot exist, though a nonce, a time or an id in it may differ. */
function isCatchAll(reply: Reply, unknownRoute: Answer | null): boolean {
  return unknownRoute !== null && succeeds(unknownRoute) && unknownRoute.body.shape === reply.body.shape;
}

/** Whether a witness got what it asked for. */
const isAllowed = ({ answer, unknownRoute }: Witness): boolean =>
  succeeds(answer) && !isCatchAll(answer, unknownRoute);

/** Whether a witness got past the guard. */
const isReached = (witness: Witness): boolean =>
  isAllowed(witness) || (witness.answer.kind === 'reply' && statusClass(witness.answer.status) === 'state');

const isRedirect = (answer: Answer): boolean =>
  answer.kind === 'reply' && statusClass(answer.status) === 'redirect';

function redirectedTo(answer: Answer, location: string): boolean {
  return answer.kind === 'reply' && answer.location !== null && isRedirect(answer)
    ? placeOf(answer.location) === placeOf(location)
    : false;
}

function leadsWhereUnknownDoes(location: string, unknownRoute: Answer | null): boolean {
  return unknownRoute !== null && redirectedTo(unknownRoute, location);
}
