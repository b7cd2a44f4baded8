import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ReferencePlace, ResolveReference } from './bundle.js';

const isUrl = (location: string): boolean => /^https?:\/\//i.test(location);

/**
 * Where references of a description may lead: of one that was fetched, to the same origin; of one in a file, to files below
 * its own folder or below the working directory. So no description makes authctl read a file or call a host that has
 * nothing to do with it.
 *
 * @param root - path or URL of the document that the others are referred to from.
 * @param cwd - absolute; relative paths start there.
 */
export function referencesOf(root: string, cwd: string): ResolveReference {
  if (isUrl(root)) return (address, from) => onOrigin(address, from, new URL(root).origin);
  const folders = [dirname(resolve(cwd, root)), cwd];
  return (address, from) => inFolders(address, from, { folders, cwd });
}

function onOrigin(address: string, from: string, origin: string): ReferencePlace {
  if (!URL.canParse(address, from)) return refused('is no URL', 'correct it');
  const url = new URL(address, from);
  return url.origin === origin
    ? { kind: 'document', location: url.href }
    : refused(
        'leads to another host',
        `publish that document on ${origin}, or bundle the description into one`,
      );
}

interface Folders {
  readonly folders: readonly string[];
  readonly cwd: string;
}

function inFolders(address: string, from: string, { folders, cwd }: Folders): ReferencePlace {
  if (/^[a-z][a-z0-9+.-]+:/i.test(address) || address.startsWith('//')) {
    return refused('is an address, and a description in a file only leads to files', BESIDE);
  }
  const path = decoded(address);
  const location = isAbsolute(path) ? path : join(dirname(from), path);
  return folders.some((folder) => isBelow(resolve(cwd, location), folder))
    ? { kind: 'document', location }
    : refused('leaves the folder of the description', BESIDE);
}

const BESIDE = 'put that document beside the description, or bundle them into one file';

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

const refused = (why: string, hint: string): ReferencePlace => ({ kind: 'refused', why, hint });
