import { z } from 'zod';

// What `authctl probe` alone reads of authctl.yaml. The `error` of a schema is what was expected, as it goes behind that
// word in a message.

export const text = (expected = 'text') => z.string({ error: expected }).min(1, { error: expected });

export const pointer = z
  .string({ error: 'a JSON Pointer such as /access_token' })
  .regex(/^(\/([^~]|~[01])*)?$/, {
    error: 'a JSON Pointer (RFC 6901), which begins with a slash: /access_token',
  });

export const id = z
  .union([z.string().min(1), z.number()], { error: 'an id: text or a number' })
  .describe('An id as it stands in the path.');

export const attribute = z.union([z.string(), z.number(), z.boolean()], {
  error: 'text, a number, true or false',
});

const STATUS = 'a status from 100 to 599, or a class such as 2xx';

const status = z.union(
  [
    z.int({ error: STATUS }).min(100, { error: STATUS }).max(599, { error: STATUS }),
    z.string({ error: STATUS }).regex(/^[1-5](xx|\d\d)$/i, { error: STATUS }),
  ],
  { error: STATUS },
);

const statuses = z.array(status, { error: 'a list of statuses, such as [401, 403] or [2xx]' });

const REGEX = 'a regular expression';

export const regex = text(REGEX).refine(isRegex, { error: REGEX });

function isRegex(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

const PLACE =
  'a place in the answer: a JSON Pointer such as /id, or header:NAME, cookie:NAME, body, each with :REGEX behind it if need be';

/** Where in an answer a value stands: what `captureAll` of the probe reads. */
const place = z.string({ error: PLACE }).refine(isPlace, { error: PLACE });

function isPlace(text: string): boolean {
  if (pointer.safeParse(text).success) return true;
  const beside = /^(?:(?:header|cookie):[^\s:]+|body)(?::(.+))?$/s.exec(text);
  return beside !== null && isRegex(beside[1] ?? '');
}

const denyCondition = z.strictObject({
  status: statuses.describe('Only for these statuses; default: any.').optional(),
  pointer: pointer
    .describe('JSON Pointer into the body: what it leads to is there, and neither null nor false.')
    .optional(),
  equals: z
    .union([z.string(), z.number(), z.boolean(), z.null()], { error: 'text, a number, true, false or null' })
    .describe('With `pointer`: the value there is this one.')
    .optional(),
  body: regex.describe('A regular expression that the body matches.').optional(),
  empty: z.literal(true).describe('The body is empty, or JSON that holds nothing.').optional(),
  unchanged: z
    .literal(true)
    .describe('A write left the object as it was; needs a GET route of the same path.')
    .optional(),
});

const globs = z.array(text('a path, where * stands for any characters'), {
  error: 'a list of paths, such as [/login*]',
});

export const decide = z.strictObject({
  allow: statuses.describe('Statuses that mean access, besides 2xx.').optional(),
  deny: statuses.describe('Statuses that mean a denial, besides 401 and 403; such as 400 or 500.').optional(),
  hide: statuses.describe('Statuses that hide a route from those who may not, besides 404.').optional(),
  denyWhen: z
    .array(denyCondition, { error: 'a list of conditions, such as [{ pointer: /error }]' })
    .describe('Answers that deny whatever their status: each entry is a condition, one that holds is enough.')
    .optional(),
  redirect: z
    .strictObject({
      allow: globs.describe('A redirect to one of these paths means access.').optional(),
      deny: globs.describe('A redirect to one of these paths means a denial.').optional(),
    })
    .describe('What a redirect means, by its Location.')
    .optional(),
});

/** May be empty: some servers want a parameter to be there. */
const field = z.union([z.string(), z.number()], { error: 'text or a number' });

const headers = z.record(z.string(), z.string({ error: 'text' }));

/** What a request carries beside its path. */
export const requestParts = {
  query: z.record(z.string(), field).describe('Query parameters to send.').optional(),
  headers: headers.describe('Header fields to send.').optional(),
  body: z.unknown().describe('JSON to send as the body; a text is sent as it stands.').optional(),
  form: z.record(z.string(), field).describe('Fields to send as the body of a form.').optional(),
} as const;

export const STEP_REQUEST = /^([A-Z]+)\s+(\/\S*)$/;

export const step = z.strictObject({
  as: text('the name of a subject').describe('Who sends it; `anonymous` for nobody.').optional(),
  request: text('a method and a path')
    .regex(STEP_REQUEST, { error: 'a method and a path, such as POST /articles' })
    .describe('What is sent: a method and a path; {{NAME}} stands for a captured value.'),
  ...requestParts,
  expect: z
    .strictObject({
      status: statuses.describe('Statuses that mean success; default: 2xx.').optional(),
      pointer: pointer.describe('What a success has in its body.').optional(),
      equals: z
        .union([z.string(), z.number(), z.boolean()], { error: 'text, a number, true or false' })
        .describe('With `pointer`: the value there.')
        .optional(),
    })
    .describe('What a success looks like.')
    .optional(),
  capture: z
    .record(z.string().regex(/^[\w-]+$/), place)
    .describe(
      'Names for values of the answer, used as {{NAME}}; each with its place: a JSON Pointer, header:NAME, cookie:NAME or body, these also with :REGEX, whose first group counts.',
    )
    .optional(),
  owns: z
    .record(z.string(), place)
    .describe('Kinds of object of which the sender now owns one, each with the place of its id.')
    .optional(),
});

export const objects = z.record(
  z.string(),
  z.record(
    z.string(),
    z.strictObject({
      owner: text('the name of a subject').describe('The subject that owns it.').optional(),
      marker: text().describe('A text that only this object holds: in a body it proves access.').optional(),
      in: z
        .record(z.string(), id)
        .describe('The object that it belongs to, by kind: its parent in nested paths.')
        .optional(),
      attributes: z.record(z.string(), attribute).describe('What `when:` compares, by name.').optional(),
    }),
  ),
);

export const waiver = z.strictObject({
  finding: text("a finding's id, such as bola GET /articles/{id}").describe(
    'The id of a finding: class, method and path; * stands for any characters.',
  ),
  reason: text('the reason why it is accepted').describe('Why it is accepted.'),
  until: text('a date such as 2027-01-31')
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'a date such as 2027-01-31' })
    .refine((date) => !Number.isNaN(Date.parse(date)), { error: 'a date such as 2027-01-31' })
    .describe('The last day on which it is accepted (UTC).'),
});

export const coverage = z.strictObject({
  except: z
    .array(text('a method and a path'), { error: 'a list of routes, such as [GET /metrics]' })
    .describe('Routes that are left out on purpose; one that no longer exists is an error.')
    .optional(),
  failUnder: z
    .number({ error: 'a percentage from 0 to 100' })
    .min(0, { error: 'a percentage from 0 to 100' })
    .max(100, { error: 'a percentage from 0 to 100' })
    .describe('Least share of routes, in percent, that must be settled for at least one subject.')
    .optional(),
});

const fields = z.array(text('a JSON Pointer or the name of a member'), {
  error: 'a list of members, such as [password, /owner/email]',
});

export const forbiddenFields = z.union([fields, z.record(z.string(), fields)], {
  error: 'a list of members, or such a list for each role',
});

export type DecideFile = z.infer<typeof decide>;
export type StepFile = z.infer<typeof step>;
export type ObjectsFile = z.infer<typeof objects>;
export type ForbiddenFieldsFile = z.infer<typeof forbiddenFields>;
