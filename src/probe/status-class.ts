/** What a status says before anything else is known: one row of the oracle's table. */
export type StatusClass =
  | 'success'
  | 'redirect'
  /** A denial because the configuration says so. */
  | 'refused'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method-refused'
  | 'invalid'
  | 'state'
  | 'throttled'
  | 'server-error'
  | 'other';

const classes: Readonly<Record<number, StatusClass>> = {
  304: 'other',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-refused',
  501: 'method-refused',
  400: 'invalid',
  415: 'invalid',
  422: 'invalid',
  409: 'state',
  410: 'state',
  412: 'state',
  428: 'state',
  408: 'throttled',
  425: 'throttled',
  429: 'throttled',
  503: 'throttled',
};

/** @param status - 100 to 599; anything else is `other`. */
export function statusClass(status: number): StatusClass {
  const known = classes[status];
  if (known) return known;
  if (status >= 200 && status < 300) return 'success';
  if (status >= 300 && status < 400) return 'redirect';
  if (status >= 500 && status < 600) return 'server-error';
  return 'other';
}
