import { CookieJar } from 'tough-cookie';

/** Who types what into the forms that a login shows. */
export interface Person {
  readonly username: string;
  readonly password: string;
  /** The button that is pressed where there are several; default: the first. */
  readonly presses?: string;
  /** What is typed where a code is asked for. */
  readonly userCode?: string;
}

/** Where a browser ended. */
export interface Ended {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const MOST_STEPS = 20;

/**
 * A browser without a screen: keeps cookies, follows redirects, fills in forms. Ends at a page without a form, such as the
 * one that authctl answers.
 */
export async function browse(address: string, person: Person): Promise<Ended> {
  const jar = new CookieJar();
  let next: { readonly url: string; readonly body?: URLSearchParams } | undefined = { url: address };
  let page: Ended | undefined;
  for (let step = 0; next && step < MOST_STEPS; step++) {
    const response: Response = await fetch(next.url, {
      redirect: 'manual',
      method: next.body ? 'POST' : 'GET',
      headers: { cookie: await jar.getCookieString(next.url), accept: 'text/html' },
      ...(next.body ? { body: next.body } : {}),
    });
    for (const line of response.headers.getSetCookie())
      await jar.setCookie(line, next.url, { ignoreError: true });
    const { status, headers } = response;
    page = { url: next.url, status, headers, text: await response.text() };
    next = nextOf(page, person);
  }
  if (!page || next) throw new Error(`the login at ${address} never ended`);
  return page;
}

function nextOf({ url, headers, text }: Ended, person: Person) {
  const location = headers.get('location');
  if (location !== null) return { url: new URL(location, url).href };
  const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(text);
  if (!form) return undefined;
  const [, attributes = '', inside = ''] = form;
  const id = attributeOf(attributes, 'id');
  return {
    url: new URL(attributeOf(attributes, 'action') ?? url, url).href,
    body: filledIn(inside + outsideButtons(text, id), person),
  };
}

/** Buttons outside a form that belong to it. */
const outsideButtons = (text: string, id: string | undefined): string =>
  id === undefined
    ? ''
    : (text.match(/<button\b[^>]*>/gi) ?? []).filter((tag) => attributeOf(tag, 'form') === id).join('');

function filledIn(inside: string, { username, password, presses, userCode = '' }: Person): URLSearchParams {
  const typed: Record<string, string> = { username, user: username, password, user_code: userCode };
  const fields = new URLSearchParams();
  for (const tag of inside.match(/<input\b[^>]*>/gi) ?? []) {
    const name = attributeOf(tag, 'name');
    if (name !== undefined) fields.set(name, attributeOf(tag, 'value') || typed[name] || '');
  }
  const buttons = (inside.match(/<button\b[^>]*>/gi) ?? []).filter(
    (tag) => !['abort', undefined].includes(attributeOf(tag, 'name')),
  );
  const pressed = buttons.find((tag) => attributeOf(tag, 'value') === presses) ?? buttons[0];
  if (pressed) fields.set(attributeOf(pressed, 'name') ?? '', attributeOf(pressed, 'value') ?? '');
  return fields;
}

const attributeOf = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1]?.replaceAll('&amp;', '&');
