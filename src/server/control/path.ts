/** Where a running server is controlled. */
export const CONTROL_PREFIX = '/_authctl/';
