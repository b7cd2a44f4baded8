import type { Kind } from '../token/lint/profile.js';
import type { Rule } from '../token/lint/rule.js';
import { count } from './count.js';
import { severitySpan } from './lint.js';
import { faint, type Line, type Renderer, type Span, strong, type Text, type View } from './text.js';
import { wrap } from './wrap.js';

/** `authctl lint --list`: every rule. */
export const ruleListRenderer: Renderer<readonly Rule[]> = {
  schema: 'authctl/lint-rules@1',
  json: (rules) => ({ rules: rules.map(ruleDocument) }),
  text: (rules, view) => {
    const columns = {
      id: Math.max(...rules.map(({ id }) => id.length)),
      severity: 'critical'.length,
      source: Math.max(...rules.map(({ sources }) => sources[0].title.length)),
      title: Math.max(...rules.map(({ title }) => title.length)),
    };
    return [...rules.flatMap((rule) => ruleLines(rule, columns, view)), '', count(rules.length, 'rule')];
  },
};

/** `authctl lint --explain`: one rule. */
export const ruleRenderer: Renderer<Rule> = {
  schema: 'authctl/lint-rule@1',
  json: ruleDocument,
  text: (rule, { width }) => [
    [strong(rule.id), '  ', severitySpan(rule.severity)],
    ...wrap(rule.title, width),
    '',
    ...wrap(`-> ${rule.advice}`, width, 0, 3),
    '',
    ...wrap(`Judges ${subjectOf(rule)}.`, width),
    ...rule.sources.map(({ title, url }): Line => [title, '  ', faint(url)]),
  ],
};

/** What a rule looks at, in words. */
export function subjectOf(rule: Rule): string {
  if (rule.about === 'server') return 'what a server publishes';
  if (rule.about === 'keys') return 'keys';
  if (rule.about === 'batch') return 'several tokens together';
  if (rule.kinds === undefined) return 'every token';
  return `${rule.kinds.map((kind) => PLURALS[kind]).join(', ')} only`;
}

const PLURALS = {
  'access-token': 'access tokens',
  'id-token': 'ID tokens',
  logout: 'logout tokens',
  dpop: 'DPoP proofs',
  other: 'tokens of no known kind',
} as const satisfies Record<Kind, string>;

function ruleDocument(rule: Rule): object {
  const { id, title, severity, about, advice, sources } = rule;
  return {
    id,
    title,
    severity,
    about,
    kinds: rule.about === 'token' ? (rule.kinds ?? null) : null,
    advice,
    sources,
  };
}

interface Columns {
  readonly id: number;
  readonly severity: number;
  readonly source: number;
  readonly title: number;
}

/** All of it on one line where there is room, else title and source below. */
function ruleLines({ id, severity, sources, title }: Rule, columns: Columns, { width }: View): Text {
  const start: readonly (string | Span)[] = [id.padEnd(columns.id), '  ', severitySpan(severity)];
  const source = sources[0].title;
  const used = columns.id + columns.severity + columns.source + columns.title + 6;
  if (used > width) return [start, ...wrap(`${title} (${source})`, width, 4)];
  const gap = ' '.repeat(columns.severity - severity.length + 2);
  return [[...start, gap, faint(source.padEnd(columns.source)), '  ', title]];
}
