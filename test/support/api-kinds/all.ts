import type { ApiKind } from '../api-kind.js';
import { credentialKinds } from './credentials.js';
import { loginKinds } from './logins.js';
import { refusalKinds } from './refusals.js';
import { requestKinds } from './requests.js';

/** Every kind of API that api-kinds.test.ts probes. */
export const apiKinds: readonly ApiKind[] = [
  ...loginKinds,
  ...credentialKinds,
  ...requestKinds,
  ...refusalKinds,
];
