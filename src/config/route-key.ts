/** The methods that a route may have. */
export const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'QUERY',
] as const;

/** Registered methods (IANA) that few APIs have. */
const RARE = [
  ...[
    'LINK',
    'UNLINK',
    'COPY',
    'MOVE',
    'LOCK',
    'UNLOCK',
    'PROPFIND',
    'PROPPATCH',
    'MKCOL',
    'SEARCH',
    'REPORT',
  ],
  ...['PURGE', 'MERGE', 'BIND', 'UNBIND', 'REBIND', 'ACL', 'CHECKIN', 'CHECKOUT', 'LABEL', 'UPDATE'],
];

/** A key of `routes:`: a method, white space and a path, which may end in a name of its own: `POST /rpc#list-users`. */
export const ROUTE_KEY = /^([A-Z]+)\s+(\/[^\s#]*(?:#[\w.:-]+)?)$/;

export const isMethod = (method: string): boolean => [...METHODS, ...RARE].includes(method);

/** Whether every brace of a path template belongs to a `{name}`. */
export const hasSoundBraces = (path: string): boolean => !/[{}]/.test(path.replace(/\{[^{}/]+\}/g, ''));
