import type { Step } from '../config/probe-config.js';
import { atPointer, type JsonValue, parseJson } from '../token/json.js';
import type { Answer, Reply } from './answer.js';
import { type Capturable, captureAll } from './captured.js';
import type { CallerRequest } from './controls.js';
import { statusIn } from './decide.js';
import { fillRoute } from './fill.js';
import { fillText } from './template.js';

/** What came of a request that was sent for what it does. */
export type StepResult =
  | {
      readonly kind: 'done';
      readonly captured: Readonly<Record<string, string>>;
      /** Kind of object to the id of the one that its sender owns now. */
      readonly owned: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'failed'; readonly message: string };

/** The request of a step, with values in the place of its placeholders. */
export function stepRequest(step: Step, variables: Readonly<Record<string, string>>): CallerRequest {
  const encoded = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, encodeURIComponent(value)]),
  );
  const route = {
    method: step.method,
    path: fillText(step.path, encoded).replaceAll('{', '%7B').replaceAll('}', '%7D'),
    parameters: [],
    declared: { kind: 'unknown' },
    source: '',
  } as const;
  const filled = fillRoute(route, { values: {}, request: step, variables });
  if ('missing' in filled) throw new Error('a step has no parameters');
  const safe = step.method === 'GET' || step.method === 'HEAD';
  return { ...filled, method: step.method, safe, keepsBody: true };
}

/** Reads a step's answer: whether it did what it was sent for, and what it captured. */
export function judgeStep(step: Step, answer: Answer): StepResult {
  const name = `${step.method} ${step.path} (${step.at.file}:${step.at.line})`;
  if (answer.kind === 'unsent') return { kind: 'failed', message: `${name} was not sent: ${answer.why}` };
  if (answer.kind === 'silence') return { kind: 'failed', message: `${name}: ${answer.message}` };
  const said = saidBy(answer);
  if (!succeeded(step, answer, parseJson(said.text))) {
    return { kind: 'failed', message: `${name} answered ${answer.status}` };
  }
  const captured = captureAll(step.capture, said);
  const owned = captureAll(step.owns, said);
  const missing = [...captured.missing, ...owned.missing];
  return missing.length > 0
    ? { kind: 'failed', message: `the answer to ${name} has nothing at ${missing.join(', ')}` }
    : { kind: 'done', captured: captured.values, owned: owned.values };
}

function succeeded({ expect = {} }: Step, { status }: Reply, value: JsonValue | undefined): boolean {
  if (!statusIn(expect.status ?? ['2xx'], status)) return false;
  if (expect.pointer === undefined) return true;
  const found = value === undefined ? undefined : atPointer(value, expect.pointer);
  return expect.equals === undefined ? found !== undefined && found !== null : found === expect.equals;
}

/** Of an answer that was asked to be kept, what values are taken from. */
export const saidBy = (answer: Answer): Capturable =>
  answer.kind === 'reply' ? { text: answer.text ?? '', headers: answer.headers ?? {} } : NOTHING;

const NOTHING: Capturable = { text: '', headers: {} };
