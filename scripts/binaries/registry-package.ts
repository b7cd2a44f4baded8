import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RegistryPackage } from './targets.js';

/** Downloads stay here, outside of the package and of git. */
const CACHE = 'node_modules/.cache/authctl/packages';

/**
 * The folder with the files of a package, which is fetched from the registry that npm is set up for where it is not here yet.
 *
 * @throws {Error} where it is not, byte by byte, what it must be.
 */
export function packageFolder({ name, version, integrity }: RegistryPackage): string {
  const folder = join(CACHE, `${name.replaceAll(/[@/]+/g, '-').slice(1)}-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const place = mkdtempSync(join(CACHE, 'new-'));
  try {
    execFileSync('npm', ['pack', `${name}@${version}`, '--pack-destination', place], { stdio: 'ignore' });
    const [archive = ''] = readdirSync(place);
    const actual = `sha512-${createHash('sha512')
      .update(readFileSync(join(place, archive)))
      .digest('base64')}`;
    if (actual !== integrity) throw new Error(`${name}@${version} is ${actual}, and not ${integrity}`);
    execFileSync('tar', ['-xzf', archive], { cwd: place });
    renameSync(join(place, 'package'), folder);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return folder;
}

/** A package of package-lock.json, as it is locked there. */
export function lockedPackage(name: string): RegistryPackage {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity: string }>>;
  };
  const locked = packages[`node_modules/${name}`];
  if (!locked) throw new Error(`package-lock.json has no ${name}`);
  return { name, version: locked.version, integrity: locked.integrity };
}
