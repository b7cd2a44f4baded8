import { expect, test } from 'vitest';
import { ProcessGroup } from '../../support/process-group.js';

const place = { cwd: '.', env: { PATH: process.env.PATH ?? '' } };

test('a finished command has its output and its status', async () => {
  const group = new ProcessGroup('echo out; echo err >&2; exit 3', place);
  const status = await group.finished(10_000);
  expect({ status, stdout: group.stdout, stderr: group.stderr }).toEqual({
    status: 3,
    stdout: 'out\n',
    stderr: 'err\n',
  });
});

test('a command that hangs is killed with all that it started, and the error says what it printed', async () => {
  const group = new ProcessGroup('echo started; sleep 600 & sleep 600', place);
  await group.whenReady(/started/, 10_000);
  await expect(group.finished(1)).rejects.toThrow(
    "'echo started; sleep 600 & sleep 600' was still running after 0.001 s and was killed\nstdout: started",
  );
  expect(await group.ended).toBe(137);
});

test('a program that ends before it is ready says so', async () => {
  const group = new ProcessGroup('echo no port >&2; exit 2', place);
  await expect(group.whenReady(/ready/, 10_000)).rejects.toThrow(
    /ended with 2 before it was ready\nstdout: \(nothing\)\nstderr: no port/,
  );
});

test('a program that stays is ended', async () => {
  const group = new ProcessGroup('echo ready; exec sleep 600', place);
  await group.whenReady(/ready/, 10_000);
  await group.stop();
  expect(await group.ended).toBe(143);
});
