import type { Fault } from './fault.js';
import { tokenError } from './token-errors.js';

export const refreshReuse: Fault = {
  id: 'refresh-reuse',
  group: 'protocol',
  title: 'a refresh token is refused, as if it had been used before',
  concerns: (_answer, { grantType }) => grantType === 'refresh_token',
  spoil: (answer) => tokenError(answer, 'invalid_grant', 'the refresh token was used before'),
};
