import { CookieJar } from 'tough-cookie';

/** How many redirects one page may lead through. */
const MOST_REDIRECTS = 10;

/** What a browser does that runs no scripts: it keeps cookies, follows redirects, and submits forms. */
export class Browser {
  readonly #jar = new CookieJar();
  /** Where the last answer came from. */
  url = '';
  status = 0;
  headers = new Headers();
  /** The last page. */
  body = '';

  /** Opens a page. @returns the address of the last redirect, which leads out of the server, or of the page. */
  follow(url: string): Promise<string> {
    return this.#go(url, { method: 'GET' });
  }

  /** Submits the form of the last page that has these fields and buttons, with its hidden ones. */
  submit(fields: Readonly<Record<string, string>>): Promise<string> {
    const names = Object.keys(fields);
    const form = formsIn(this.body).find((candidate) =>
      names.every((name) => candidate.names.includes(name)),
    );
    if (!form) throw new Error(`no form with ${names.join(' and ')} in ${this.body}`);
    const body = new URLSearchParams({ ...form.hidden, ...fields });
    // As browsers have it: a page that gives no referrer gives no origin either (Fetch standard, section 3.2).
    const hides = this.headers.get('referrer-policy') === 'no-referrer';
    const headers = { origin: hides ? 'null' : new URL(this.url).origin };
    return this.#go(new URL(form.action, this.url).href, { method: 'POST', body, headers });
  }

  async #go(start: string, first: RequestInit): Promise<string> {
    const home = new URL(start).origin;
    let [url, init] = [start, first];
    for (let count = 0; count < MOST_REDIRECTS; count += 1) {
      const location = await this.#send(url, init);
      if (location === undefined) return url;
      if (!location.startsWith(home)) return location;
      [url, init] = [location, { method: 'GET' }];
    }
    throw new Error(`too many redirects from ${start}`);
  }

  async #send(url: string, init: RequestInit): Promise<string | undefined> {
    const cookie = await this.#jar.getCookieString(url);
    const answer = await fetch(url, {
      ...init,
      headers: { accept: 'text/html', ...init.headers, ...(cookie ? { cookie } : {}) },
      redirect: 'manual',
    });
    for (const value of answer.headers.getSetCookie()) await this.#jar.setCookie(value, url);
    Object.assign(this, { url, status: answer.status, headers: answer.headers, body: await answer.text() });
    const location = answer.headers.get('location');
    return location === null ? undefined : new URL(location, url).href;
  }
}

interface Form {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  /** Names of its fields and buttons. */
  readonly names: readonly string[];
}

function formsIn(page: string): readonly Form[] {
  return [...page.matchAll(/<form [^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map(
    ([, action = '', inside = '']) => ({
      action,
      hidden: Object.fromEntries(
        [...inside.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
          name,
          value,
        ]),
      ),
      names: [...inside.matchAll(/<(?:input|button)[^>]* name="([^"]*)"/g)].map(([, name = '']) => name),
    }),
  );
}
