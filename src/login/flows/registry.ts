import { AuthctlError } from '../../errors.js';
import type { LoginFlow } from './flow.js';
import { formFlow } from './form.js';
import { jsonFlow } from './json.js';
import { sessionFlow } from './session.js';

/** Every flow, the one that is preferred where a server has several first. A flow is one file and one line here. */
export const flows: readonly LoginFlow[] = [jsonFlow, formFlow, sessionFlow];

/** @throws {AuthctlError} `USAGE`, listing the flows there are. */
export function flowNamed(name: string): LoginFlow {
  const flow = flows.find((known) => known.name === name);
  if (flow) return flow;
  throw new AuthctlError('USAGE', `there is no login flow '${name}'`, {
    hint: `flows: ${flows.map((known) => known.name).join(', ')}`,
  });
}
