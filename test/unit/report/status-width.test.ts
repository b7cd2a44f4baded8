import { expect, test } from 'vitest';
import { statusRenderer } from '../../../src/report/status.js';
import type { SessionStatus } from '../../../src/session/status.js';
import { plainLines } from '../../support/plain-text.js';

const session = (name: string, role: string, current: boolean): SessionStatus =>
  ({
    name,
    role,
    current,
    server: 'http://127.0.0.1:4455',
    username: name,
    flow: 'json',
    credential: 'token',
    state: 'active',
    expiresAt: 900,
    secondsLeft: 899,
    renewable: false,
    createdAt: 0,
  }) as SessionStatus;

const status = {
  standIn: null,
  sessions: [session('agus', 'reader', false), session('sari', 'admin', true)],
  store: { kind: 'file', location: '/s.json' },
  inUse: { name: 'sari', source: 'current' },
} as unknown as Parameters<typeof statusRenderer.text>[0];

test.for([
  {
    width: 80,
    lines: [
      '  + agus  reader  token  14 minutes 59 seconds left',
      '  + sari  admin   token  14 minutes 59 seconds left, current',
    ],
  },
  {
    width: 40,
    lines: [
      '  + agus  reader  token',
      '    14 minutes 59 seconds left',
      '  + sari  admin   token',
      '    14 minutes 59 seconds left, current',
    ],
  },
])('$width columns', ({ width, lines }) => {
  const text = plainLines(statusRenderer.text(status, { width, ascii: true }));
  expect(text.slice(1, 1 + lines.length)).toEqual(lines);
});
