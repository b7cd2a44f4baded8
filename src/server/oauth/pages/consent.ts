import type { User } from '../../users.js';
import { type Html, html } from './html.js';
import { hidden } from './login.js';
import type { Page } from './page.js';

/** What a consent page is about. */
export interface ConsentPage {
  readonly action: string;
  readonly csrf: string;
  readonly clientName: string;
  readonly user: User;
  /** What is asked for and the user's role may give. */
  readonly scopes: readonly string[];
  /** What is asked for and the role does not have. */
  readonly beyond: readonly string[];
  /** Where the browser is sent afterwards; absent for a device. */
  readonly redirectUri: string | undefined;
  readonly formTargets: readonly string[];
}

const MEANINGS: Readonly<Record<string, string>> = {
  openid: 'know who you are',
  profile: 'see your name',
  offline_access: 'stay logged in while you are away',
};

const meaning = (scope: string): string => MEANINGS[scope] ?? `use ${scope} of the API`;

const item = (scope: string): Html => html`<li>${meaning(scope)}</li>`;

export function consentPage(page: ConsentPage): Page {
  const { action, csrf, clientName, user, scopes, beyond, redirectUri, formTargets } = page;
  const refused =
    beyond.length === 0
      ? html``
      : html`<p class="note">It also asks for ${beyond.join(', ')}, which your role, ${user.role}, does not have.</p>`;
  const destination =
    redirectUri === undefined ? html`` : html`<p class="note">Afterwards you go to ${redirectUri}</p>`;
  return {
    title: 'Allow access?',
    formTargets,
    content: html`<p><strong>${clientName}</strong> wants to, as <strong>${user.username}</strong> (${user.role}):</p>
<ul>${scopes.map(item)}</ul>
${refused}
${destination}
<form method="post" action="${action}">
${hidden('csrf', csrf)}
<div class="choices">
<button class="first" name="consent" value="yes">Allow</button>
<button name="cancel" value="yes">Deny</button>
</div>
</form>`,
  };
}
