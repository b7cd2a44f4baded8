import { posix, win32 } from 'node:path';
import type { Environment, Folders } from '../ports/folders.js';

/** `AUTHCTL_HOME` holds all folders; else the platform's own (XDG on Linux). */
export function foldersFrom(env: Environment, platform: NodeJS.Platform): Folders {
  const { join } = platform === 'win32' ? win32 : posix;
  const own = env.AUTHCTL_HOME;
  if (own) return { config: join(own, 'config'), data: join(own, 'data'), cache: join(own, 'cache') };
  const home = env.HOME ?? env.USERPROFILE ?? '.';
  if (platform === 'win32') {
    const local = join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'authctl');
    return {
      config: join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'authctl'),
      data: local,
      cache: join(local, 'cache'),
    };
  }
  if (platform === 'darwin') {
    const support = join(home, 'Library', 'Application Support', 'authctl');
    return {
      config: support,
      data: join(support, 'data'),
      cache: join(home, 'Library', 'Caches', 'authctl'),
    };
  }
  return {
    config: join(env.XDG_CONFIG_HOME || join(home, '.config'), 'authctl'),
    data: join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'authctl'),
    cache: join(env.XDG_CACHE_HOME || join(home, '.cache'), 'authctl'),
  };
}
