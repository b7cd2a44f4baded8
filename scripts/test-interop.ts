/**
 * Runs the tests against programs that nobody here wrote.
 *
 * Some of these are packages of Debian, some of the npm registry. What is missing is installed where that is possible; what
 * is not is named, and its tests are counted as skipped.
 *
 * Usage: `npm run test:interop [-- FILTER]`
 */
import { spawnSync } from 'node:child_process';
import { LEMONLDAP } from '../test/interop/lemonldap.js';
import { installPrograms, REGISTRY_PROGRAMS } from '../test/interop/registry-programs.js';

interface Tool {
  readonly command: string;
  /** The Debian package that it is in. */
  readonly package: string;
  /** What of that package's recommendations it takes; default: all of them. */
  readonly with?: readonly string[];
}

const TOOLS: readonly Tool[] = [
  { command: 'jose', package: 'jose' },
  { command: 'rnbyc', package: 'rnbyc' },
  { command: 'openssl', package: 'openssl' },
  { command: 'oidc-agent', package: 'oidc-agent-cli' },
  { command: 'chromium', package: 'chromium' },
  { command: '/usr/bin/python3 -c "import jwt"', package: 'python3-jwt' },
  { command: '/usr/bin/python3 -c "import authlib, requests"', package: 'python3-authlib' },
  { command: 'dbus-daemon', package: 'dbus' },
  { command: 'gnome-keyring-daemon', package: 'gnome-keyring' },
  { command: 'secret-tool', package: 'libsecret-tools' },
  { command: 'zsh', package: 'zsh' },
  { command: 'fish', package: 'fish' },
  { command: 'script', package: 'bsdutils' },
  { command: 'mandoc', package: 'mandoc' },
  { command: 'groff', package: 'groff' },
  {
    command: LEMONLDAP,
    package: 'liblemonldap-ng-portal-perl',
    with: ['libstring-random-perl', 'libio-string-perl'],
  },
];

const isThere = (command: string): boolean =>
  spawnSync('sh', ['-c', command.includes(' ') ? command : `command -v ${command}`]).status === 0;

/** Why a package could not be installed; undefined where it was. */
function install({ package: name, with: recommended }: Tool): string | undefined {
  if (!isThere('apt-get')) return 'there is no apt-get here';
  if (process.getuid?.() !== 0) return `it takes root: apt-get install ${name}`;
  const wanted = recommended ? ['--no-install-recommends', name, ...recommended] : [name];
  const { status, stderr } = spawnSync('apt-get', ['install', '-y', ...wanted], { encoding: 'utf8' });
  return status === 0 ? undefined : (stderr.trim().split('\n').at(-1) ?? 'apt-get failed');
}

const programs = Object.keys(REGISTRY_PROGRAMS.dependencies);
const why = installPrograms();
const skipped = [
  ...TOOLS.filter(({ command }) => !isThere(command)).flatMap((tool) => {
    const reason = install(tool);
    return reason === undefined ? [] : [`skipped: everything with ${tool.package}: ${reason}`];
  }),
  ...(why === undefined ? [] : [`skipped: everything with ${programs.join(' and ')}: ${why}`]),
];

const [filter = '', ...options] = process.argv.slice(2);
const { status } = spawnSync('npx', ['vitest', 'run', `test/interop/${filter}`, ...options], {
  stdio: 'inherit',
  env: { ...process.env, INTEROP: '1' },
});
for (const line of skipped) console.log(line);
if (skipped.length === 0)
  console.log(
    `run against ${[...TOOLS.map((tool) => tool.package), ...programs].join(', ')}: nothing skipped`,
  );
process.exitCode = status ?? 1;
