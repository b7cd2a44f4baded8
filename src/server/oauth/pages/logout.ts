import { html } from './html.js';
import { hidden } from './login.js';
import type { Page } from './page.js';

/** Asks whether to end the session of the browser (OpenID Connect RP-Initiated Logout section 2). */
export const confirmLogoutPage = (action: string, xsrf: string, formTargets: readonly string[]): Page => ({
  title: 'Log out?',
  formTargets,
  content: html`<p>A program asks to log you out of this server. Programs that may act for you then no longer can, save those that you let stay while you are away.</p>
<form method="post" action="${action}">
${hidden('xsrf', xsrf)}
<div class="choices">
<button class="first" name="logout" value="yes">Log out</button>
<button>Stay logged in</button>
</div>
</form>`,
});

export const loggedOutPage = (): Page => ({
  title: 'Done',
  content: html`<p>You can close this window.</p>`,
});
