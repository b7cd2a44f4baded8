import type { WeaknessesDocument } from '../server/weaknesses/describe.js';
import { accent, caution, faint, type Line, strong, type Text } from './text.js';
import { wrap } from './wrap.js';

/** The banner of a server that is weak on purpose. */
export function renderWeaknesses({ weaknesses }: WeaknessesDocument, issuer: string): Text {
  const widest = Math.max(...weaknesses.map(({ id }) => id.length));
  return [
    [caution('warning:'), ' this server is weak on purpose: never let anybody else reach it'],
    ...weaknesses.map(
      ({ id, title, cwe, owasp }): Line => [
        `  ${id.padEnd(widest)}  ${title}`,
        faint(`  CWE-${cwe}, ${owasp}`),
      ],
    ),
    ['  where they show, and how to find them: ', accent(`${issuer}/_authctl/weaknesses`)],
  ];
}

/** Every weakness, with where it shows and how it is found. */
export function renderWeaknessList({ weaknesses }: WeaknessesDocument, width: number): Text {
  const paragraph = (text: string): Text => wrap(text, width, 4);
  return weaknesses.flatMap(({ id, title, cwe, owasp, summary, routes, find }, index) => [
    ...(index === 0 ? [] : ['']),
    [strong(id), `  ${title}`, faint(`  CWE-${cwe}, ${owasp}`)],
    ...paragraph(summary),
    ...paragraph(`where: ${routes.join(', ') || 'nowhere in this API'}`),
    ...paragraph(`find it: ${find}`),
  ]);
}
