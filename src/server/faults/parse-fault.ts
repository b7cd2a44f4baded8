import { AuthctlError } from '../../errors.js';
import { didYouMean } from '../../nearest.js';
import type { Fault, FaultParameter, FaultParameters } from './fault.js';
import { faults } from './registry.js';

/** When and where a fault happens, whatever it is. */
export const COMMON_PARAMETERS: readonly FaultParameter[] = [
  { name: 'times', means: 'how often; 0 for always', default: 0 },
  { name: 'probability', means: 'how likely each time, from 0 to 1', default: 1 },
  { name: 'seed', means: 'what the chance begins with: the same seed gives the same run', default: 1 },
  { name: 'path', means: 'on these paths only; * stands for anything', default: '*' },
  { name: 'method', means: 'for this method only', default: '*' },
];

/** A fault that was asked for, with everything that can be said of it. */
export interface WantedFault {
  /** As it was asked for. */
  readonly spec: string;
  readonly fault: Fault;
  readonly parameters: FaultParameters;
}

/**
 * Reads `NAME[:params]`: `status:503,times=2,path=/articles*`. The first parameter may go without its name.
 *
 * @throws {AuthctlError} `USAGE`.
 */
export function parseFault(spec: string): WantedFault {
  const [, name = '', rest = ''] = /^([^:]*):?(.*)$/s.exec(spec) ?? [];
  const fault = faults.find(({ id }) => id === name);
  if (!fault) {
    const ids = faults.map(({ id }) => id);
    throw new AuthctlError('USAGE', `there is no fault '${name}'`, {
      hint: didYouMean(name, ids) ?? '`authctl serve --fault list` has their names',
    });
  }
  const known = [...(fault.parameters ?? []), ...COMMON_PARAMETERS];
  const given = rest === '' ? [] : rest.split(',').map((part) => parameterIn(part, fault, known));
  const defaults = known.map((parameter) => [parameter.name, parameter.default] as const);
  return { spec, fault, parameters: Object.fromEntries([...defaults, ...given]) };
}

function parameterIn(
  part: string,
  { id, parameters = [] }: Fault,
  known: readonly FaultParameter[],
): readonly [string, number | string] {
  const [, named, text = ''] = /^(?:(\w+)=)?(.*)$/s.exec(part) ?? [];
  const name = named ?? parameters[0]?.name ?? '';
  const parameter = known.find((each) => each.name === name);
  if (!parameter) {
    const names = known.map((each) => each.name);
    throw new AuthctlError('USAGE', `the fault ${id} has no parameter '${named ?? part}'`, {
      hint: didYouMean(named ?? part, names) ?? `parameters: ${names.join(', ')}`,
    });
  }
  if (typeof parameter.default === 'string') return [name, text];
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0) {
    throw new AuthctlError('USAGE', `the fault ${id}: ${name} is a number, not '${text}'`, {
      hint: `${name}: ${parameter.means}`,
    });
  }
  return [name, value];
}
