import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_DOCUMENT, readDocument, withoutSession, withSession } from '../../../src/session/document.js';
import { tokenSession } from './sessions.js';

const agus = tokenSession();
const sari = tokenSession({ name: 'sari', username: 'sari', role: 'admin' });

describe('reading', () => {
  const stored = (changes: object) =>
    JSON.stringify({ version: 1, current: 'agus', sessions: [agus], ...changes });

  test('what was written', () => {
    const document = withSession(withSession(EMPTY_DOCUMENT, sari), agus);
    expect(readDocument(JSON.stringify(document))).toEqual({ kind: 'sessions', document });
    expect(document).toEqual({ version: 1, current: 'agus', sessions: [agus, sari] });
  });

  test('fields that a later authctl adds to a session are kept', () => {
    const richer = { ...agus, dpop: { key: 'x' } };
    expect(readDocument(stored({ sessions: [richer] }))).toMatchObject({ document: { sessions: [richer] } });
  });

  test('a newer form is not touched', () => {
    expect(readDocument(stored({ version: 3, sessions: 'elsewhere' }))).toEqual({
      kind: 'newer',
      version: 3,
    });
  });

  test.for<{ text: string; why: string }>([
    { text: '', why: 'it is empty' },
    { text: ' \n', why: 'it is empty' },
    { text: stored({}).slice(0, -10), why: 'it is no JSON, or cut short' },
    { text: '[]', why: 'it holds no JSON object' },
    { text: '{}', why: 'it has no version' },
    { text: stored({ version: 0 }), why: 'its version 0 was never written by authctl' },
    { text: stored({ sessions: {} }), why: 'it has no list of sessions' },
    { text: stored({ sessions: [agus, agus] }), why: 'two sessions in it have one name' },
    { text: stored({ sessions: [agus, { ...sari, server: 7 }] }), why: 'session 2 in it is incomplete' },
    { text: stored({ sessions: [{ ...agus, credential: {} }] }), why: 'session 1 in it is incomplete' },
    { text: stored({ sessions: [{ ...agus, createdAt: null }] }), why: 'session 1 in it is incomplete' },
    {
      text: stored({ sessions: [{ ...agus, credential: { kind: 'cookie', cookies: [{ name: 'a' }] } }] }),
      why: 'session 1 in it is incomplete',
    },
    {
      text: stored({
        sessions: [{ ...agus, credential: { kind: 'bearer', accessToken: 'a', expiresAt: 'soon' } }],
      }),
      why: 'session 1 in it is incomplete',
    },
  ])('$why', ({ text, why }) => {
    expect(readDocument(text)).toEqual({ kind: 'damaged', why });
  });

  test('any text, cut anywhere', () => {
    const whole = stored({});
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.nat(whole.length - 1).map((at) => whole.slice(0, at)),
        ),
        (text) => {
          expect(readDocument(text).kind).not.toBe('sessions');
        },
      ),
    );
  });
});

describe('changing', () => {
  const both = withSession(withSession(EMPTY_DOCUMENT, agus), sari);

  test('a session of the same name is replaced, and current', () => {
    const later = { ...agus, createdAt: 2_000 };
    expect(withSession(both, later)).toEqual({ version: 1, current: 'agus', sessions: [later, sari] });
  });

  test('the current session is none when it is the one removed', () => {
    expect(withoutSession(both, 'sari')).toEqual({ version: 1, current: null, sessions: [agus] });
    expect(withoutSession(both, 'agus')).toEqual({ version: 1, current: 'sari', sessions: [sari] });
  });

  test('removing what is not there changes nothing', () => {
    expect(withoutSession(both, 'william')).toBe(both);
  });
});
