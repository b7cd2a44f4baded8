import type { Renderer } from './text.js';

/** The licence of authctl, and those of what is inside it. */
export interface Licences {
  readonly own: string;
  /** One after the other, each below a line such as `jose 6.2.18 (MIT)` and one of hyphens. */
  readonly others: string;
}

/** `authctl licenses`. */
export const licencesRenderer: Renderer<Licences> = {
  schema: 'authctl/licenses@1',
  json: ({ own, others }) => ({ text: own, packages: packagesIn(others) }),
  text: ({ own, others }) => [...own.trimEnd().split('\n'), '', '', ...others.trimEnd().split('\n')],
};

function packagesIn(others: string) {
  const titles = [...others.matchAll(/^(\S+) (\S+) \((.+)\)\n-+\n/gm)];
  return titles.map(([title, name, version, license], index) => {
    const start = (titles[index]?.index ?? 0) + title.length;
    return { name, version, license, text: others.slice(start, titles[index + 1]?.index).trim() };
  });
}
