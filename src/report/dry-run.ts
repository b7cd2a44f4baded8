import { accent, faint, type Renderer } from './text.js';

/** The first request of a login that was not made; secrets are masked. */
export interface DryRun {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Lines. */
  readonly body: readonly string[];
  /** Whether it is an address that a browser would open. */
  readonly browser: boolean;
}

/** What `authctl login --dry-run` answers. */
export const dryRunRenderer: Renderer<DryRun> = {
  schema: 'authctl/login-dry-run@1',
  json: ({ body, ...rest }) => ({ ...rest, body: body.length === 0 ? null : body.join('\n') }),
  text: ({ method, url, headers, body, browser }) => [
    [accent(`${browser ? 'open in a browser' : method} ${url}`)],
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body.length === 0 ? [] : ['', ...body]),
    [faint('nothing was sent')],
  ],
};
