/** Where a running server is controlled. */
export const CONTROL_PREFIX = '/_authctl/';

/** What is wrong with the server on purpose: a document for everybody, where all else below the prefix is a control. */
export const ANSWER_KEY = `${CONTROL_PREFIX}weaknesses`;

/** Whether a request is for the controls. */
export const isControl = (method: string, path: string): boolean =>
  path.startsWith(CONTROL_PREFIX) && !(path === ANSWER_KEY && ['GET', 'HEAD'].includes(method));
