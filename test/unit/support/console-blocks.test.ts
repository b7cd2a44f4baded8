import { expect, test } from 'vitest';
import { consoleSessions } from '../../support/console-blocks.js';

const fence = '```';

test('blocks marked console become sessions, others do not', () => {
  const markdown = `# Title

${fence}sh
npm ci
${fence}

<!-- session: serve --slow; @ 2026-01-01T00:00:00Z; $ printf agus-demo > password -->
${fence}console
$ authctl login \\
> --username agus
logged in

$ echo $?
0
${fence}

<!-- session: continued -->

${fence}console
$ authctl status
${fence}
${fence}console
$ authctl decode
...
${fence}
`;
  expect(consoleSessions(markdown)).toEqual([
    {
      line: 8,
      setup: ['serve --slow'],
      preparation: ['printf agus-demo > password'],
      steps: [
        {
          line: 9,
          command: 'authctl login \\\n--username agus',
          now: '2026-01-01T00:00:00Z',
          shown: ['logged in'],
        },
        { line: 13, command: 'echo $?', now: '2026-01-01T00:00:00Z', shown: ['0'] },
        { line: 20, command: 'authctl status', now: undefined, shown: [] },
      ],
    },
    {
      line: 22,
      setup: [],
      preparation: [],
      steps: [{ line: 23, command: 'authctl decode', now: undefined, shown: ['...'] }],
    },
  ]);
});

test.for([
  [`${fence}console\nno command\n${fence}`, "line 2: expected a command after '$ '"],
  [`<!-- session: sevre -->\n${fence}console\n$ a\n${fence}`, "line 2: unknown set-up 'sevre'"],
  [`<!-- session: continued -->\n${fence}console\n$ a\n${fence}`, 'line 2: there is no session to continue'],
] as const)('%j is refused: %s', ([markdown, message]) => {
  expect(() => consoleSessions(markdown)).toThrow(message);
});
