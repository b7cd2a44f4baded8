import { z } from 'zod';
import { SEVERITIES } from '../token/lint/severity.js';
import { login } from './login-schema.js';
import {
  attribute,
  coverage,
  decide,
  forbiddenFields,
  id,
  objects,
  pointer,
  requestParts,
  step,
  text,
  waiver,
} from './probe-schema.js';
import { ROUTE_KEY } from './route-key.js';

// The `error` of a schema is what was expected, as it goes behind that word in a message.

const apiUrl = text('an http or https URL').regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i, {
  error: 'an http or https URL without query, fragment or credentials, such as http://127.0.0.1:4455',
});

const subject = z.strictObject({
  role: text('the name of a role').describe('The role it has; one of `roles` where that is given.'),
  username: text().describe("What it logs in with; default: the subject's name.").optional(),
  password: text()
    .describe('Its password or API key, best as "${VARIABLE}", so that the file can be committed.')
    .optional(),
  owns: z
    .record(z.string(), id)
    .describe('Kind of object to the id of the one that it owns, which `params` of a route refer to.')
    .optional(),
  canary: text('a path, or a method and a path')
    .regex(/^([A-Z]+\s+)?\/\S*$/, {
      error: 'a path that begins with a slash, or a method and a path: POST /rpc#whoami',
    })
    .describe(
      'A path that it must reach: proves that its session works; default: its first expected allow. One of `routes` where that has parameters or a body.',
    )
    .optional(),
  attributes: z
    .record(z.string(), attribute)
    .describe('What `when:` compares, by name: { tenant: north }.')
    .optional(),
  login: login.describe('How this subject logs in, where it differs from the others.').optional(),
  parity: login
    .describe('The other way in which this subject logs in, where that differs from the others.')
    .optional(),
});

const grant = z.union(
  [
    text('the name of a role'),
    z.strictObject({
      role: text('the name of a role').describe('The role that may.'),
      when: text('a condition')
        .describe(
          'own: only on objects that the subject owns; or comparisons such as subject.tenant == object.tenant, joined by and, or.',
        )
        .optional(),
    }),
  ],
  { error: 'the name of a role, or { role: NAME, when: own }' },
);

const route = z.strictObject({
  allow: z
    .union([z.literal('any'), z.array(grant)], { error: 'a list of roles, such as [reader, admin], or any' })
    .describe(
      'The roles that may; who is not named may not. any: everybody, without credentials too. Default: as described.',
    )
    .optional(),
  deny: z
    .literal([401, 403, 404, '401', '403', '404', 'hidden', 'redirect', 'soft'])
    .describe('How a denial must look; 404 is the same as hidden. Default: any denial is right.')
    .optional(),
  params: z
    .record(z.string(), id)
    .describe('For each {parameter}: a kind of object that subjects own, or the value itself.')
    .optional(),
  ...requestParts,
  effect: z
    .enum(['read', 'write', 'delete'])
    .describe('What it does, where the method does not say: a POST that only reads is sent like a GET.')
    .optional(),
  decide: decide.describe('How its answers are read, where they differ from the others.').optional(),
  marker: text()
    .describe('A text that only those who may see it get: in a body it proves access.')
    .optional(),
  privileged: z
    .record(z.string(), z.unknown())
    .describe(
      'For probe --checks: members of the body that whoever may write must not be able to set, each with a value to try: { role: admin }.',
    )
    .optional(),
  forbiddenFields: forbiddenFields
    .describe('Members that must not be in the body: for everybody, or for each role.')
    .optional(),
  setup: step
    .describe('Sent before each cell of this route, to make an object for it: `capture` fills {parameters}.')
    .optional(),
  teardown: step
    .describe(
      'Sent after each cell of this route that was let through; `capture` reads the answer of the cell.',
    )
    .optional(),
});

const lint = z.strictObject({
  disable: z
    .array(text('the id of a rule'), { error: 'a list of ids of rules' })
    .describe('Rules to leave out, by id.')
    .optional(),
  severity: z
    .record(
      z.string(),
      z
        .enum(SEVERITIES, { error: `a severity: ${SEVERITIES.join(', ')}` })
        .describe('The severity of this rule.'),
    )
    .describe('Another severity for a rule, by its id.')
    .optional(),
});

/** `authctl.yaml` as it is written. Descriptions go into the published JSON Schema and `authctl help config`. */
export const configSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format: 1.'),
    server: apiUrl
      .describe(
        'The authorization server: an OAuth/OIDC issuer, or the base URL of an API with its own login.',
      )
      .optional(),
    api: apiUrl.describe('Base URL of the API under test; default: the server.').optional(),
    openapi: text('a file or a URL')
      .describe(
        'The OpenAPI document: routes and the security they declare. A file beside this one, or a URL.',
      )
      .optional(),
    authFile: text('a file')
      .describe(
        'For probe: an authentication file of Web Fuzzing Commons, whose users are subjects too; those named here have the role they have here.',
      )
      .optional(),
    login: login.describe('How subjects log in, unless one says otherwise.').optional(),
    parity: login
      .describe(
        'Another way in which subjects log in, for `authctl probe --parity`, with the keys of `login`; default: session beside a token, json beside a session.',
      )
      .optional(),
    roleClaim: pointer
      .describe('JSON Pointer (RFC 6901) to the role in a token; default: the usual places, tried in turn.')
      .optional(),
    roles: z
      .array(text('the name of a role'), { error: 'a list of role names' })
      .describe('Every role, from least to most privileged; `anonymous` is the caller without credentials.')
      .optional(),
    subjects: z.record(z.string(), subject).describe('Who calls the API, by name.').optional(),
    routes: z
      .record(z.string().regex(ROUTE_KEY), route)
      .describe('What each role may do, by `METHOD /path`.')
      .optional(),
    objects: objects
      .describe('Objects by kind and id: who owns them, what they hold, what `when:` compares.')
      .optional(),
    decide: decide
      .describe('How answers are read, where the API differs; `authctl help oracle` explains.')
      .optional(),
    setup: z
      .array(step, { error: 'a list of requests' })
      .describe('Requests before a probe that writes, in order: they make objects to test with.')
      .optional(),
    teardown: z
      .array(step, { error: 'a list of requests' })
      .describe('Requests after it, also when it was interrupted.')
      .optional(),
    coverage: coverage.describe('How much of the API a probe has to settle.').optional(),
    waivers: z
      .array(waiver, { error: 'a list of waivers' })
      .describe('Findings that are accepted for a while.')
      .optional(),
    lint: lint.describe('What `authctl lint` says of a token; `authctl lint --list` has the ids.').optional(),
  })
  .describe('The configuration of authctl: authctl.yaml');

export type ConfigFile = z.infer<typeof configSchema>;
export type LintFile = z.infer<typeof lint>;
export type LoginFile = z.infer<typeof login>;
export type SubjectFile = z.infer<typeof subject>;
export type RouteFile = z.infer<typeof route>;
