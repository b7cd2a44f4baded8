import type { DecodedToken } from '../token/decoded-token.js';
import type { Difference } from '../token/diff.js';
import { inWords, isoTime, relative } from '../token/duration.js';
import type { JsonValue } from '../token/json.js';
import { accent, bad, faint, good, type Line, type Renderer, strong, type Text } from './text.js';
import { valueText } from './value-text.js';

/** Two tokens and what differs between them. */
export interface DecodeDiff {
  readonly from: DecodedToken;
  readonly to: DecodedToken;
  /** In words: `stdin`, `the stored session 'agus'`. */
  readonly origins: readonly [from: string, to: string];
  readonly differences: readonly Difference[];
}

/** `authctl decode --diff`: what differs between two tokens. */
export const decodeDiffRenderer: Renderer<DecodeDiff> = {
  schema: 'authctl/decode-diff@1',
  json: ({ origins: [from, to], differences }) => ({
    equal: differences.length === 0,
    from,
    to,
    differences,
    verified: false,
  }),
  text: ({ from, origins, differences }) => [
    ...titles(origins, differences.length > 0),
    ...(differences.length === 0 ? ['', 'Both say the same; their signatures were not compared.'] : []),
    ...sections(differences, from.at),
    '',
    'Nothing was verified: anyone can write such tokens.',
  ],
};

/** Two that differ and came the same way are told apart by their order. */
function titles([from, to]: DecodeDiff['origins'], differ: boolean): Text {
  const [first, second] = differ && from === to ? ['the first token', 'the second token'] : [from, to];
  return [
    [faint('--- '), first],
    [faint('+++ '), second],
  ];
}

const TITLES = {
  form: 'Form',
  role: 'Role',
  scope: 'Scope',
  time: 'Times',
  claim: 'Other claims',
  header: 'Header',
} as const satisfies Record<Difference['about'], string>;

function sections(differences: readonly Difference[], now: number): Text {
  const topics = Object.entries(TITLES) as [Difference['about'], string][];
  return topics.flatMap(([about, title]): Text => {
    const own = differences.filter((difference) => difference.about === about);
    return own.length === 0 ? [] : ['', [strong(title)], ...own.flatMap((one) => lines(one, now))];
  });
}

function lines(difference: Difference, now: number): Text {
  const { from, to, gained, lost } = difference;
  const said: Line[] = [];
  if (gained && lost) {
    if (lost.length > 0) said.push(['    ', bad(`- ${lost.join(', ')}`)]);
    if (gained.length > 0) said.push(['    ', good(`+ ${gained.join(', ')}`)]);
  } else {
    if (from !== undefined) said.push(['    ', bad(`- ${shown(difference, from, now)}`)]);
    if (to !== undefined)
      said.push(['    ', good(`+ ${shown(difference, to, now)}`), faint(shift(difference))]);
  }
  return [['  ', accent(nameOf(difference.at))], ...said];
}

/** `realm_access/roles`: the pointer without the part that the title says. */
const nameOf = (at: string): string => at.replace(/^\/(?:payload|header)\//, '').replace(/^\//, '');

function shown({ about }: Difference, value: JsonValue, now: number): string {
  const iso = about === 'time' && typeof value === 'number' ? isoTime(value) : null;
  return iso === null
    ? valueText(value)
    : `${iso.replace('T', ' ').replace('Z', ' UTC')}, ${relative(Number(value), now)}`;
}

function shift({ later }: Difference): string {
  if (later === undefined) return '';
  return `  ${inWords(later)} ${later < 0 ? 'earlier' : 'later'}`;
}
