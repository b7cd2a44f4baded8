import { html } from './html.js';
import type { Page } from './page.js';

/** A failure that cannot be told to the client, because it is not known where that is. */
export const errorPage = (out: { readonly error?: unknown; readonly error_description?: unknown }): Page => ({
  title: 'This request cannot be answered',
  content: html`<p>The program that sent you here made a mistake, or took too long.</p>
<p class="problem">${String(out.error ?? 'server_error')}</p>
<p>${String(out.error_description ?? '')}</p>
<p>Go back to the program and try again.</p>`,
});
