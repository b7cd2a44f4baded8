import type { Fault, FaultGroup, FaultParameter } from '../server/faults/fault.js';
import { faint, type Renderer, strong, type Text } from './text.js';

const GROUPS: Readonly<Record<FaultGroup, string>> = {
  transport: 'On the wire',
  token: 'In tokens',
  protocol: 'In the protocol',
};

/** Every fault that `serve --fault` knows, and what can be said of each. */
export interface FaultList {
  readonly faults: readonly Fault[];
  readonly parameters: readonly FaultParameter[];
}

export const faultListRenderer: Renderer<FaultList> = {
  schema: 'authctl/faults@1',
  json: ({ faults, parameters: common }) => ({
    faults: faults.map(({ id, group, title, parameters = [] }) => ({ id, group, title, parameters })),
    parameters: common,
  }),
  text: ({ faults, parameters }) => [
    ...(Object.keys(GROUPS) as FaultGroup[]).flatMap((group) => section(group, faults)),
    [strong('For all of them')],
    ...parameters.map(parameterLine),
  ],
};

function section(group: FaultGroup, faults: readonly Fault[]): Text {
  return [
    [strong(GROUPS[group])],
    ...faults
      .filter((fault) => fault.group === group)
      .flatMap(
        ({ id, title, parameters = [] }): Text => [
          `  ${id.padEnd(21)}${title}`,
          ...parameters.map(parameterLine),
        ],
      ),
    '',
  ];
}

const parameterLine = ({ name, means, default: value }: FaultParameter) => [
  faint(`    ${`${name}=${value}`.padEnd(30)}${means}`),
];
