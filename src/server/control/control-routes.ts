import { Refused } from '../answer.js';
import type { ServerControls } from './server-controls.js';

type Input = Readonly<Record<string, unknown>>;

interface ControlRoute {
  readonly method: 'GET' | 'PUT' | 'POST';
  /** Below the prefix. */
  readonly path: string;
  /** @returns what is answered, as JSON. */
  readonly run: (controls: ServerControls, input: Input) => unknown;
}

/** What a server can be told over HTTP; each is one operation. */
export const controlRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: 'state',
    run: (controls) => ({ schema: 'authctl/server-state@1', ...controls.snapshot() }),
  },
  {
    method: 'PUT',
    path: 'faults',
    run(controls, input) {
      controls.setFaults(texts(input, 'faults'));
      return { faults: controls.snapshot().faults };
    },
  },
  {
    method: 'PUT',
    path: 'weaknesses',
    run(controls, input) {
      controls.setWeaknesses(texts(input, 'weaknesses'));
      return { weaknesses: controls.snapshot().weaknesses };
    },
  },
  {
    method: 'POST',
    path: 'device',
    async run(controls, input) {
      const username = optional(input, 'approve_as');
      const code = text(input, 'user_code');
      if (await controls.decideDevice(code, username)) {
        return { decision: username === undefined ? 'denied' : 'approved' };
      }
      throw new Refused(404, 'not_found', 'there is no such code that is still to be decided');
    },
  },
  {
    method: 'POST',
    path: 'keys',
    run: async (controls) => ({ kid: await controls.rotateKeys(), keys: controls.snapshot().keys }),
  },
  {
    method: 'POST',
    path: 'clock',
    run(controls, input) {
      if ('at' in input) controls.setClock(number(input, 'at'));
      else controls.moveClock(number(input, 'advance'));
      const { now, clockOffset } = controls.snapshot();
      return { now, clockOffset };
    },
  },
  {
    method: 'POST',
    path: 'token',
    async run(controls, input) {
      const { accessToken, expiresIn } = await controls.mintToken(text(input, 'username'), {
        ...('lifetime' in input ? { lifetime: number(input, 'lifetime') } : {}),
        ...('claims' in input ? { claims: members(input, 'claims') } : {}),
      });
      return { access_token: accessToken, token_type: 'Bearer', expires_in: expiresIn };
    },
  },
  {
    method: 'POST',
    path: 'role',
    run: (controls, input) => controls.setRole(text(input, 'username'), text(input, 'role')),
  },
  {
    method: 'POST',
    path: 'reset',
    run(controls) {
      controls.reset();
      return controls.snapshot();
    },
  },
];

const wrong = (description: string) => new Refused(400, 'invalid_request', description);

function text(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(`${name} must be given, as text`);
}

const optional = (input: Input, name: string): string | undefined =>
  input[name] === undefined ? undefined : text(input, name);

function texts(input: Input, name: string): readonly string[] {
  const value = input[name];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value as string[];
  throw wrong(`${name} must be given, as a list of texts`);
}

function number(input: Input, name: string): number {
  const value = input[name];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw wrong(`${name} must be given, as a whole number`);
}

function members(input: Input, name: string): Input {
  const value = input[name];
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input;
  throw wrong(`${name} must be given, as an object`);
}
