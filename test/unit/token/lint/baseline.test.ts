import { expect, test } from 'vitest';
import {
  applyBaseline,
  baselineText,
  type PlacedFinding,
  parseBaseline,
  updatedBaseline,
} from '../../../../src/token/lint/baseline.js';

const finding = (id: string, at: string, token = 'sha256:a'): PlacedFinding => ({
  id,
  at,
  token,
  severity: 'high',
  message: 'm',
});
const none = finding('alg.none', '/header/alg');
const empty = finding('sig.empty', '/signature');

test.for([
  { title: 'by place', entry: { rule: 'alg.none', at: '/header/alg' }, accepted: true, stale: false },
  { title: 'by token', entry: { rule: 'alg.none', token: 'sha256:a' }, accepted: true, stale: false },
  {
    title: 'by both',
    entry: { rule: 'alg.none', at: '/header/alg', token: 'sha256:a' },
    accepted: true,
    stale: false,
  },
  { title: 'not at another place', entry: { rule: 'alg.none', at: '/header' }, accepted: false, stale: true },
  {
    title: 'not by another rule',
    entry: { rule: 'alg.sha1', at: '/header/alg' },
    accepted: false,
    stale: true,
  },
  {
    title: 'not in another token, which was not judged',
    entry: { rule: 'alg.none', token: 'sha256:b' },
    accepted: false,
    stale: false,
  },
])('a finding is accepted $title', ({ entry, accepted, stale }) => {
  expect(applyBaseline([entry], [none], ['sha256:a'])).toEqual({
    findings: accepted ? [] : [none],
    accepted: accepted ? [{ ...none, reason: undefined }] : [],
    stale: stale ? [entry] : [],
  });
});

test('an update keeps what is needed with its reason, drops what is stale, and adds what is new', () => {
  const kept = { rule: 'alg.none', at: '/header/alg', reason: 'a test server' };
  const elsewhere = { rule: 'sig.empty', token: 'sha256:b' };
  const stale = { rule: 'kid.missing', at: '/header' };
  expect(updatedBaseline([stale, kept, elsewhere], [none, empty, empty], ['sha256:a'])).toEqual([
    kept,
    { rule: 'sig.empty', token: 'sha256:a' },
    elsewhere,
  ]);
});

test('a finding on a server is known by its place', () => {
  expect(updatedBaseline([], [finding('meta.implicit', '', '')], [])).toEqual([
    { rule: 'meta.implicit', at: '' },
  ]);
});

test('what was written is read again', () => {
  const entries = updatedBaseline([], [none, empty], ['sha256:a']);
  const text = baselineText(entries);
  expect(text).toBe(`{
  "schema": "authctl/lint-baseline@1",
  "accepted": [
    {"rule":"alg.none","at":"/header/alg"},
    {"rule":"sig.empty","token":"sha256:a"}
  ]
}
`);
  expect(parseBaseline(text, 'b.json')).toEqual(entries);
  expect(parseBaseline(baselineText([]), 'b.json')).toEqual([]);
});

const file = (accepted: unknown) => JSON.stringify({ schema: 'authctl/lint-baseline@1', accepted });
const wrongEntry =
  'b.json is no baseline: entry 1 of `accepted` is wrong: expected an object with `rule`, a string, and `at` or `token` or both, and perhaps `reason`';

test.for([
  { text: 'x', message: 'b.json is no baseline: it is not a JSON object' },
  { text: '[]', message: 'b.json is no baseline: it is not a JSON object' },
  { text: '{}', message: 'b.json is no baseline: its `schema` is not authctl/lint-baseline@1' },
  { text: file({}), message: 'b.json is no baseline: its `accepted` is not a list' },
  { text: file([1]), message: wrongEntry },
  { text: file([{ at: '/header' }]), message: wrongEntry },
  { text: file([{ rule: 'alg.none' }]), message: wrongEntry },
  { text: file([{ rule: 1, at: '' }]), message: wrongEntry },
  { text: file([{ rule: 'alg.none', at: '', why: 'x' }]), message: wrongEntry },
])('$text: $message', ({ text, message }) => {
  expect(() => parseBaseline(text, 'b.json')).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message,
      hint: 'write it anew with --update-baseline',
    }),
  );
});
