import { jsonOf, type WrittenAnswer, withJson } from '../written-answer.js';

/** Whether a device is told that nobody has decided yet (RFC 8628 section 3.5). */
export const isPending = (answer: WrittenAnswer): boolean =>
  jsonOf(answer)?.error === 'authorization_pending';

/** An error of the token endpoint (RFC 6749 section 5.2). */
export const tokenError = (answer: WrittenAnswer, error: string, description: string): WrittenAnswer =>
  withJson({ ...answer, status: 400 }, { error, error_description: description });
