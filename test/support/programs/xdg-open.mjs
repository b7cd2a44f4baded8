// `xdg-open URL`, for recorded sessions: a browser without a screen in which agus, or whom LOGIN_AS names, logs in by the
// buttons of the bundled server's pages.
const person = process.env.LOGIN_AS ?? 'agus';
const cookies = new Map();

const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');

/** The request that a press of the wanted button, or else of the first one, makes. */
function pressed(page, url) {
  const forms = [...page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)];
  const wanted = forms.find(([, , inside]) => inside.includes(`value="${person}"`)) ?? forms[0];
  if (!wanted) return undefined;
  const [, tag, inside] = wanted;
  const fields = new URLSearchParams();
  for (const [input] of inside.matchAll(/<input\b[^>]*>/g)) {
    if (attribute(input, 'type') !== 'checkbox' || / checked/.test(input))
      fields.set(attribute(input, 'name'), attribute(input, 'value') ?? '');
  }
  const buttons = [...inside.matchAll(/<button\b[^>]*>/g)].map(([button]) => button);
  const button = buttons.find((each) => attribute(each, 'value') === person) ?? buttons[0] ?? '';
  if (attribute(button, 'name')) fields.set(attribute(button, 'name'), attribute(button, 'value') ?? '');
  return { url: new URL(attribute(tag, 'action') ?? url, url).href, body: fields };
}

let next = { url: process.argv[2] };
for (let step = 0; next && step < 20; step++) {
  const { url, body } = next;
  const answer = await fetch(url, {
    redirect: 'manual',
    method: body ? 'POST' : 'GET',
    headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    ...(body ? { body } : {}),
  });
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
  const location = answer.headers.get('location');
  const page = await answer.text();
  next = location === null ? pressed(page, url) : { url: new URL(location, url).href };
}
