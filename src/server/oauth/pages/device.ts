import { html } from './html.js';
import { hidden } from './login.js';
import type { Page } from './page.js';

/** Asks for the code that a device shows (RFC 8628 section 3.3). */
export const codePage = (
  action: string,
  xsrf: string,
  userCode: string,
  problem: string | undefined,
): Page => ({
  title: 'Connect a device',
  content: html`<form method="post" action="${action}">
${hidden('xsrf', xsrf)}
${problem === undefined ? html`` : html`<p class="problem" role="alert" id="problem">${problem}</p>`}
<label for="user_code">Code that your device or terminal shows</label>
<input id="user_code" name="user_code" value="${userCode}" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" required${problem === undefined ? html`` : html` aria-describedby="problem" aria-invalid="true"`}>
<button class="first">Continue</button>
</form>`,
});

/** Asks to compare the codes, against a code that somebody else sent (RFC 8628 section 5.4). */
export const confirmCodePage = (
  action: string,
  xsrf: string,
  userCode: string,
  clientName: string,
): Page => ({
  title: 'Is this your device?',
  content: html`<p><strong>${clientName}</strong> wants to be connected. Go on only if you started this, and it shows this code:</p>
<p class="code">${userCode}</p>
<form method="post" action="${action}">
${hidden('xsrf', xsrf)}
${hidden('user_code', userCode)}
<div class="choices">
<button class="first" name="confirm" value="yes">It is, continue</button>
<button name="abort" value="yes">It is not</button>
</div>
</form>`,
});

export const connectedPage = (): Page => ({
  title: 'Your device is connected',
  content: html`<p>Go back to it. You can close this window.</p>`,
});
