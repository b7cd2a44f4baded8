import type { Line, Renderer } from './text.js';

/** What `init` wrote. */
export interface Initialized {
  /** As it was named on the command line. */
  readonly file: string;
  /** Where the description was read; null where there was none. */
  readonly openapi: string | null;
  /** Names of the subjects written out. */
  readonly subjects: readonly string[];
  /** Variables that must be set before the file can be used. */
  readonly variables: readonly string[];
  /** How many routes have a policy. */
  readonly routes: number;
  /** How many routes and subjects stand as comments, because something of them is not known. */
  readonly open: number;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const initializedRenderer: Renderer<Initialized> = {
  schema: 'authctl/init@1',
  json: (result) => result,
  text: ({ file, subjects, routes, open }) => [
    [
      'wrote ',
      { text: file, style: 'strong' },
      `: ${counted(routes, 'route')}, ${counted(subjects.length, 'subject')}`,
      ...(open === 0 ? [] : [`, ${open} to fill in`]),
    ],
  ],
};

/** The configuration of the bundled server, written. */
export const initializedServerRenderer: Renderer<Pick<Initialized, 'file'>> = {
  schema: 'authctl/init-server@1',
  json: (result) => result,
  text: ({ file }) => [['wrote ', { text: file, style: 'strong' }, ': the demo, to be changed']],
};

/** What to do with the file. */
export function nextSteps({ file, subjects, variables, routes, open }: Initialized): readonly Line[] {
  return [
    'Next:',
    ...(open === 0 ? [] : [`  complete the lines that say "fill in" in ${file}`]),
    ...(subjects.length === 0 ? [`  name who calls the API under \`subjects:\` in ${file}`] : []),
    ...(routes + open === 0 ? [`  list the API's routes under \`routes:\` in ${file}`] : []),
    ...variables.map((name) => `  export ${name}=...`),
    '  authctl probe',
  ];
}
