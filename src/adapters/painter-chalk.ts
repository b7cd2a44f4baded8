import { Chalk } from 'chalk';
import type { Painter, Style } from '../report/text.js';

/** Sixteen colours, so that the user's own palette decides how they look. */
const chalk = new Chalk({ level: 1 });

const paints = {
  strong: chalk.bold,
  faint: chalk.dim,
  good: chalk.green,
  bad: chalk.red,
  caution: chalk.yellow,
  accent: chalk.cyan,
} as const satisfies Record<Style, (text: string) => string>;

export const chalkPainter: Painter = (style, text) => paints[style](text);
