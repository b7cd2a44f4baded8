import type { Reporter } from 'vitest/node';

/** Ends a run with one line that says how many tests it ran, so that no run that tested nothing looks like a pass. */
export class Tally implements Reporter {
  onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (modules) => {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const of = (wanted: string) => states.filter((state) => state === wanted).length;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    process.stdout.write(
      `tests: ${of('passed')} passed, ${of('failed')} failed, ${of('skipped') + of('pending')} not run ` +
        `(${modules.length} files, Node ${process.version}, ${zone})\n`,
    );
  };
}
