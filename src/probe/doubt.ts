import type { Reply } from './answer.js';
import type { Witness } from './evidence.js';
import type { Judgement } from './judgement.js';
import { isAllowed } from './witness.js';

/** What speaks for it that access that is not meant is none: a refusal that this API tells in a way of its own. */
export interface Doubted {
  readonly judgement: Judgement;
  readonly reply: Reply;
  readonly witnesses: readonly Witness[];
}

/**
 * The judgement on access where a denial was meant, with a note on what may make it a refusal, and the setting that says
 * so. The verdict stays: only somebody who knows the API can tell.
 */
export function withDoubt({ judgement, reply, witnesses }: Doubted): Judgement {
  const { verdict, confidence, notes } = judgement;
  if (verdict !== 'allow' || confidence === 'confirmed') return judgement;
  const condition = conditionFor(reply, witnesses);
  if (condition === null) return judgement;
  const note = `if that is how this API refuses, say \`decide: { denyWhen: [{ ${condition} }] }\``;
  return { ...judgement, notes: [...notes, note] };
}

function conditionFor({ body }: Reply, witnesses: readonly Witness[]): string | null {
  if (body.empty) return 'empty: true';
  if (body.failure !== null) return body.failure;
  const entitled = witnesses.filter((witness) => witness.entitled && isAllowed(witness));
  const isLikeTheirs = ({ answer }: Witness): boolean =>
    answer.kind === 'reply' && answer.body.shape === body.shape;
  const isOfItsOwn = entitled.length > 0 && !entitled.some(isLikeTheirs);
  return body.wordsOfDenial || isOfItsOwn ? 'body: "A TEXT OF IT"' : null;
}
