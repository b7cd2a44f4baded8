import { z } from 'zod';
import { pointer, text } from './probe-schema.js';

// The authentication files of Web Fuzzing Commons (WFC), as schemathesis, CATS and EvoMaster read them: schema 0.2, and the
// three members of `token` that 0.1 had instead.

const VERBS = ['POST', 'GET', 'PATCH', 'DELETE', 'PUT'] as const;

const headers = z.array(
  z.strictObject({ name: text('the name of a header'), value: z.string({ error: 'text' }) }),
  { error: 'a list of headers, such as [{ name: Authorization, value: ... }]' },
);

const token = z.strictObject({
  extractFrom: z.enum(['body', 'header']).optional(),
  extractSelector: text('a JSON Pointer, or the name of a header').optional(),
  sendIn: z.enum(['header', 'query']).optional(),
  sendName: text('the name of a header or of a query parameter').optional(),
  sendTemplate: text('text with {token} in it').optional(),
  extractFromField: pointer.optional(),
  httpHeaderName: text('the name of a header').optional(),
  headerPrefix: z.string({ error: 'text' }).optional(),
});

const loginEndpoint = z.strictObject({
  endpoint: text('a path that begins with a slash')
    .regex(/^\/\S*$/, { error: 'a path that begins with a slash' })
    .optional(),
  externalEndpointURL: text('an http or https URL')
    .regex(/^https?:\/\/[^\s/?#@]+(\/\S*)?$/i, { error: 'an http or https URL without credentials' })
    .optional(),
  payloadRaw: z.string({ error: 'text' }).optional(),
  payloadUserPwd: z
    .strictObject({
      username: text().optional(),
      password: text().optional(),
      usernameField: text('the name of a field').optional(),
      passwordField: text('the name of a field').optional(),
    })
    .optional(),
  headers: headers.optional(),
  verb: z.enum(VERBS).optional(),
  contentType: text('a media type, such as application/json').optional(),
  token: token.optional(),
  expectCookies: z.boolean({ error: 'true or false' }).optional(),
});

const entry = {
  requireMockHandling: z.boolean({ error: 'true or false' }).optional(),
  fixedHeaders: headers.optional(),
  loginEndpointAuth: loginEndpoint.optional(),
  createUsers: z.unknown().optional(),
};

/** An authentication file as it is written, before its template is put in. */
export const authFileSchema = z.strictObject({
  schemaVersion: z.union([z.string(), z.number()], { error: 'a version' }).optional(),
  auth: z
    .array(z.strictObject({ name: text('a name'), ...entry }), { error: 'a list of users, each with a name' })
    .min(1, { error: 'at least one user' }),
  authTemplate: z.strictObject(entry).optional(),
  /** Settings of other tools. */
  configs: z.record(z.string(), z.unknown()).optional(),
});

export type AuthFile = z.infer<typeof authFileSchema>;
export type AuthEntry = AuthFile['auth'][number];
export type LoginEndpoint = NonNullable<AuthEntry['loginEndpointAuth']>;
