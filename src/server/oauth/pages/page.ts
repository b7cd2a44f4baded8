import { createHash } from 'node:crypto';
import { type Html, html } from './html.js';

/** What a person sees in the browser, before it is written. */
export interface Page {
  readonly title: string;
  readonly content: Html;
  readonly status?: number;
  /** Where a form may lead to besides this server: a browser counts the redirect that follows a submission. */
  readonly formTargets?: readonly string[];
}

/** Readable at any width and in both colour schemes; contrast of text at least 7 to 1, of borders 3 to 1. */
const STYLE = `
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--edge:#6b6b6b;--accent:#0b4f9e;--on-accent:#fff;--bad:#8f1313}
@media (prefers-color-scheme:dark){:root{--ink:#f0f0f0;--paper:#16181b;--edge:#9a9a9a;--accent:#9cc7ff;--on-accent:#10151b;--bad:#ffb3b3}}
*{box-sizing:border-box}
body{margin:0;padding:1.5rem 1rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:28rem;margin:0 auto}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 1rem}
p,ul,form,fieldset{margin:0 0 1rem;overflow-wrap:anywhere}
ul{padding-left:1.25rem}
label{display:block;font-weight:600;margin-bottom:.25rem}
input{width:100%;padding:.55rem .6rem;margin-bottom:1rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--edge);border-radius:.3rem}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1rem;border:1px solid var(--accent);border-radius:.3rem;cursor:pointer;background:var(--paper);color:var(--accent)}
button.first{background:var(--accent);color:var(--on-accent)}
fieldset{border:1px solid var(--edge);border-radius:.3rem;padding:.75rem}
legend{font-weight:600;padding:0 .3rem}
.choices{display:flex;flex-wrap:wrap;gap:.5rem;margin:0}
.choices button{flex:1 1 7rem}
.problem{color:var(--bad);font-weight:600}
.code{font:700 1.5rem/1.4 ui-monospace,monospace;letter-spacing:.1em}
.note{font-size:.9rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
`;

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** The page as a document, whole and without a script. */
export const documentOf = ({ title, content }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - authctl serve</title>
<link rel="icon" href="data:,">
<style>${html([STYLE] as unknown as TemplateStringsArray)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;

/** Nothing is loaded, run or framed; forms go where the page says. */
export function headersOf({ formTargets = [] }: Page): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src 'sha256-${styleHash}'`,
    `form-action 'self' ${formTargets.join(' ')}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}
