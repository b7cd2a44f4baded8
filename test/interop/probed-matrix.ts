import { writeFileSync } from 'node:fs';
import { SessionPlace } from '../support/session-runner.js';

interface ReadCell {
  readonly method: string;
  readonly path: string;
  readonly subject: string;
  readonly verdict: string;
  readonly kind: string | null;
  readonly reason: string | null;
}

export interface ProbedMatrix {
  readonly status: number;
  /** By `METHOD /path`, then by subject: `allow`, `401`, `403`, or what else was found. */
  readonly matrix: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly findings: readonly string[];
}

/** Probes an API with the built program, as a configuration says. */
export async function probedMatrix(configuration: string, options: string): Promise<ProbedMatrix> {
  const place = await SessionPlace.open({ setup: [], steps: [] });
  try {
    writeFileSync(`${place.folder}/authctl.yaml`, configuration);
    const { stdout, status } = await place.run({
      command: `authctl probe --json ${options}`,
      now: undefined,
    });
    const { cells, findings } = JSON.parse(stdout.join('\n')) as {
      readonly cells: readonly ReadCell[];
      readonly findings: readonly { readonly id: string }[];
    };
    const matrix: Record<string, Record<string, string>> = {};
    for (const { method, path, subject, verdict, kind, reason } of cells) {
      const found = kind ?? (reason === null ? verdict : `${verdict}: ${reason}`);
      matrix[`${method} ${path}`] = { ...matrix[`${method} ${path}`], [subject]: found };
    }
    return { status, matrix, findings: findings.map(({ id }) => id) };
  } finally {
    await place.close();
  }
}
