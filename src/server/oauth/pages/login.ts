import type { User } from '../../users.js';
import { type Html, html } from './html.js';
import type { Page } from './page.js';

/** What a login page is about. */
export interface LoginPage {
  readonly action: string;
  readonly csrf: string;
  /** Whom the person logs in for. */
  readonly clientName: string;
  /** Users whom one click logs in. */
  readonly choices: readonly User[];
  /** What stands in the name field. */
  readonly username: string;
  readonly failed: boolean;
  readonly formTargets: readonly string[];
}

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

const choice = ({ username, role }: User): Html =>
  html`<button name="choice" value="${username}">${username} (${role})</button>`;

const choices = ({ action, csrf, choices: users }: LoginPage): Html =>
  users.length === 0
    ? html``
    : html`<form method="post" action="${action}">
${hidden('csrf', csrf)}
<fieldset>
<legend>Log in as one of the demo's people</legend>
<div class="choices">${users.map(choice)}</div>
</fieldset>
</form>`;

export function loginPage(page: LoginPage): Page {
  const { action, csrf, clientName, username, failed, formTargets } = page;
  const problem = failed
    ? html`<p class="problem" role="alert" id="problem">The username or the password is wrong.</p>`
    : html``;
  const described = failed ? html` aria-describedby="problem" aria-invalid="true"` : html``;
  return {
    title: 'Log in',
    formTargets,
    content: html`<p><strong>${clientName}</strong> asks you to log in.</p>
${choices(page)}
<form method="post" action="${action}">
${hidden('csrf', csrf)}
${problem}
<label for="username">Username</label>
<input id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="200" required${described}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required${described}>
<button class="first">Log in</button>
</form>
<form method="post" action="${action}">
${hidden('csrf', csrf)}
<button name="cancel" value="yes">Cancel</button>
</form>`,
  };
}
