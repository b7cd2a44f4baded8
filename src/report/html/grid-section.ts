import type { ProbeResult } from '../../probe/result.js';
import { type Answer, answerSymbols } from '../answer-symbols.js';
import { count } from '../count.js';
import { ShownAnswers } from '../grid-legend.js';
import { columnsOf, type GridAnswer, type GridColumn, type GridNote, mainCell } from '../grid-rows.js';
import type { IndexedCell } from '../route-cells.js';
import { escapeHtml } from './escape.js';
import type { PageRow, PageRows } from './page-rows.js';

/** The grid with its filters: a link to its details in each cell. */
export function* gridSection(result: ProbeResult, page: PageRows): Generator<string> {
  const columns = columnsOf(result.subjects);
  const methods = [...new Set(result.routes.map(({ method }) => method))];
  yield '<section aria-labelledby="grid"><h2 id="grid" tabindex="-1">Roles and routes</h2>\n';
  yield* filters(columns, methods);
  const told = leftOut(page);
  if (told !== '') yield `<p class="dim">${escapeHtml(told)}</p>\n`;
  yield '<div class="scroll" tabindex="0" role="region" aria-label="Grid of roles and routes">' +
    '<table class="grid" id="grid-table" aria-labelledby="grid"><thead><tr><th scope="col">Route</th>';
  for (const { heading } of columns)
    yield `<th scope="col" title="${escapeHtml(heading)}">${escapeHtml(heading)}</th>`;
  yield '<th scope="col">Notes</th></tr></thead><tbody>\n';
  const shown = new ShownAnswers();
  for (const row of page.rows) {
    shown.add(row.folded.row);
    yield rowHtml(row, columns);
  }
  yield '</tbody></table></div>\n';
  yield legend(shown);
  yield '</section>\n';
}

function leftOut({ alike, left }: PageRows): string {
  const parts = [
    ...(alike === 0 ? [] : [`${count(alike, 'route')} alike with one that is shown`]),
    ...(left === 0 ? [] : [`${count(left, 'route')} more, for which a page has no room`]),
  ];
  return parts.length === 0
    ? ''
    : `Left out: ${parts.join('; ')}. The reports json, ndjson and csv have all of them.`;
}

function* filters(columns: readonly GridColumn[], methods: readonly string[]): Generator<string> {
  const option = (value: string, text: string) =>
    `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`;
  const select = (id: string, label: string, options: readonly string[]) =>
    `<label for="${id}">${label}<select id="${id}">${options.join('')}</select></label>`;
  yield '<form class="filters" id="filters" hidden><label for="search">Search routes<input id="search" type="search" ' +
    'placeholder="/articles" autocomplete="off"></label>';
  yield select('show', 'Show', [
    option('', 'everything'),
    option('unmet', 'what differs'),
    option('undecided', 'what is inconclusive'),
    option('allow', 'what is allowed'),
    option('deny', 'what is denied'),
  ]);
  yield select('method', 'Method', [option('', 'every'), ...methods.map((method) => option(method, method))]);
  yield select('role', 'Role', [
    option('0', 'every'),
    ...columns.map(({ heading }, at) => option(String(at + 1), heading)),
  ]);
  yield '<p id="shown" class="dim" role="status"></p></form>\n';
}

function rowHtml({ group, folded: { row, alike, prefix } }: PageRow, columns: readonly GridColumn[]): string {
  const unmet = row.answers.some((answer) => answer?.unmet) || row.notes.some((note) => note.unmet);
  const cells = row.answers.map((answer, at) => cellHtml(answer, columns[at], group.cells));
  const more =
    alike === 0
      ? ''
      : `<span class="alike">and ${alike} ${escapeHtml(row.method)} routes under ${escapeHtml(prefix)} alike</span>`;
  const notes = row.notes.map((note) => noteText(note, columns)).join('; ');
  return (
    `<tr data-method="${escapeHtml(row.method)}"${unmet ? ' data-unmet' : ''}><th scope="row" class="route">` +
    `<span class="m">${escapeHtml(row.method)}</span> ${escapeHtml(row.path)}${more}</th>${cells.join('')}` +
    `<td class="note">${escapeHtml(notes)}</td></tr>\n`
  );
}

function cellHtml(
  answer: GridAnswer | undefined,
  column: GridColumn | undefined,
  placed: readonly IndexedCell[],
): string {
  if (!answer || !column) return '<td></td>';
  const own = placed.filter(({ cell }) => cell.subject === column.subject);
  const main = mainCell(own.map(({ cell }) => cell));
  const index = own.find(({ cell }) => cell === main)?.index;
  const { sign, said } = answerSymbols[answer.answer];
  const label = `${column.heading}: ${said}${answer.unmet ? ', not as expected' : ''}`;
  const classes = `${KINDS[answer.answer]}${answer.unmet ? ' unmet' : ''}`;
  return `<td><a class="${classes}" href="#c${index}" aria-label="${escapeHtml(label)}">${sign}${answer.unmet ? '!' : ''}</a></td>`;
}

/** What the filters and colours tell apart. */
const KINDS = {
  allow: 'allow',
  '401': 'deny',
  '403': 'deny',
  hidden: 'deny',
  redirect: 'deny',
  soft: 'deny',
  reached: 'undecided',
  'not-applicable': 'none',
  inconclusive: 'undecided',
  skipped: 'none',
} as const satisfies Record<Answer, string>;

function noteText({ columns: about, before, after }: GridNote, columns: readonly GridColumn[]): string {
  const names = about.map((index) => columns[index]?.heading ?? '').join(', ');
  return `${before}${names}${typeof after === 'string' ? after : ` ${answerSymbols[after.answer].sign}`}`;
}

function legend({ answers, unmet }: ShownAnswers): string {
  const entries = answers.map(
    (answer) =>
      `<li><b class="${KINDS[answer]}">${answerSymbols[answer].sign}</b> ${answerSymbols[answer].legend}</li>`,
  );
  const last = unmet ? '<li><b class="unmet">!</b> not as expected</li>' : '';
  return `<ul class="legend">${entries.join('')}${last}</ul>\n`;
}
