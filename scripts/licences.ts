import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/**
 * The licence texts of every package that files of the bundle came from, as one document in order of name.
 *
 * @param inputs - paths of bundled files, relative to the checkout.
 * @throws {Error} when a package says nothing of its licence, so that nothing unlicensed is published.
 */
export function collectLicences(inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => PACKAGE_FOLDER.exec(input)?.[0] ?? []));
  const entries = [...folders].map(licenceOf).sort((a, b) => (a.title < b.title ? -1 : 1));
  return entries
    .map(({ title, text }) => `${title}\n${'-'.repeat(title.length)}\n\n${text.trim()}\n`)
    .join('\n\n');
}

function licenceOf(folder: string): { readonly title: string; readonly text: string } {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  if (!manifest.license) throw new Error(`${manifest.name} names no licence`);
  const file = readdirSync(folder).find(
    (name) => /^licen[cs]e/i.test(name) && existsSync(join(folder, name)),
  );
  return {
    title: `${manifest.name} ${manifest.version} (${manifest.license})`,
    text: file ? readFileSync(join(folder, file), 'utf8') : `Licensed under ${manifest.license}.`,
  };
}
