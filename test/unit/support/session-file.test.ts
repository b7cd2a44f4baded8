import { expect, test } from 'vitest';
import { parseSession, transcript } from '../../support/session-file.js';

const text = `# A title
# of two lines
% serve
% env AUTHCTL_ROLE=a role
@ 2026-01-01T00:00:00Z
$ authctl decode \\
> token.jwt
first

\\# not a title
! a warning
!
? 1

$ authctl status
@ 2026-01-02T00:00:00Z
$ authctl status
...
`;

test('a session has a title, a set-up, and steps that know their line and their clock', () => {
  expect(parseSession(text)).toEqual({
    title: 'A title of two lines',
    setup: ['serve', 'env AUTHCTL_ROLE=a role'],
    steps: [
      {
        line: 6,
        command: 'authctl decode \\\ntoken.jwt',
        now: '2026-01-01T00:00:00Z',
        stdout: ['first', '', '# not a title'],
        stderr: ['a warning', ''],
        status: 1,
      },
      {
        line: 15,
        command: 'authctl status',
        now: '2026-01-01T00:00:00Z',
        stdout: [],
        stderr: [],
        status: 0,
      },
      {
        line: 17,
        command: 'authctl status',
        now: '2026-01-02T00:00:00Z',
        stdout: ['...'],
        stderr: [],
        status: 0,
      },
    ],
  });
});

test('a step is written as it was read', () => {
  const [step] = parseSession(text).steps;
  expect(step && transcript(step)).toBe(
    ['$ authctl decode \\', '> token.jwt', 'first', '', '\\# not a title', '! a warning', '!', '? 1'].join(
      '\n',
    ),
  );
});

test.for([
  ['$ authctl status', 'line 1: expected `# ` and a title'],
  ['# A title', 'no command in it'],
  ['# A title\nloose', "line 2: expected '#', '%', '@' or '$'"],
  ['# A title\n! said\n$ authctl', 'output before the first command'],
] as const)('%j is no session: %s', ([wrong, message]) => {
  expect(() => parseSession(wrong)).toThrow(message);
});
