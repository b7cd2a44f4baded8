import { visible } from './visible.js';

/** The levels of GitHub's annotations, the gravest first. */
export const ANNOTATION_LEVELS = ['error', 'warning', 'notice'] as const;

export type AnnotationLevel = (typeof ANNOTATION_LEVELS)[number];

/** A remark that GitHub Actions shows at a line of a file. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly title: string;
  /** Line by line. */
  readonly message: readonly string[];
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/**
 * A workflow command, on a line of its own.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export function annotationLine({ level, title, message, file, line }: Annotation): string {
  const properties = Object.entries({ file, line, title }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${property(String(value))}`],
  );
  return `::${level} ${properties.join(',')}::${message.map(data).join('%0A')}\n`;
}

/** A line end in a message is `%0A`, so a percent sign is not one; other control characters are visible by then. */
const data = (text: string): string => visible(text).replaceAll('%', '%25');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
