/** The binary as a file: `npm run test:binary` builds it and says with AUTHCTL_BINARY where it is. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isBinary, program } from '../support/program.js';

const exec = promisify(execFile);

describe.skipIf(!isBinary)('the binary', () => {
  const [binary] = program;

  test('holds the licences of everything inside it, as its bill of materials names it', async () => {
    const { stdout } = await exec(binary, ['licenses', '--json'], { maxBuffer: 64 * 1024 * 1024 });
    const { packages } = JSON.parse(stdout) as { packages: readonly { name: string; version: string }[] };
    const named = packages.map(({ name, version }) => `${name}@${version}`).toSorted();
    const bill = JSON.parse(readFileSync(join(dirname(binary), 'authctl.cdx.json'), 'utf8'));
    const listed = bill.components.map((part: Record<string, string>) => part['bom-ref']);
    expect(named).toEqual(listed.toSorted());
    expect(named.map((part) => part.replace(/@[^@]*$/, ''))).toEqual(
      expect.arrayContaining(['@napi-rs/keyring', 'bun', 'commander', 'jose', 'undici']),
    );
  });

  test('is what its checksum says', () => {
    const sum = createHash('sha256').update(readFileSync(binary)).digest('hex');
    const sums = readFileSync(join(dirname(binary), 'SHA256SUMS'), 'utf8').split('\n');
    expect(sums).toContain(`${sum}  ${basename(binary)}`);
  });

  test('names no folder of the machine that it was built on', () => {
    const text = readFileSync(binary, 'latin1');
    expect([process.cwd(), join(tmpdir(), 'authctl-')].filter((path) => text.includes(path))).toEqual([]);
  });

  test('takes no settings of its runtime from the folder that it is started in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'started-'));
    try {
      const { stdout } = await exec('sh', [
        '-c',
        `cd "${folder}" && echo 'AUTHCTL_SERVER=http://127.0.0.1:1' > .env && echo 'preload = ["./none.ts"]' > bunfig.toml && AUTHCTL_HOME="${folder}" "${binary}" status --json || true`,
      ]);
      expect(JSON.parse(stdout)).toMatchObject({ sessions: [] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
