import { expect, test } from 'vitest';
import { foldersFrom } from '../../../src/adapters/folders.js';

test.for([
  {
    platform: 'linux',
    env: { HOME: '/home/agus' },
    folders: {
      config: '/home/agus/.config/authctl',
      data: '/home/agus/.local/share/authctl',
      cache: '/home/agus/.cache/authctl',
    },
  },
  {
    platform: 'linux',
    env: { HOME: '/home/agus', XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '' },
    folders: { config: '/c/authctl', data: '/d/authctl', cache: '/home/agus/.cache/authctl' },
  },
  {
    platform: 'darwin',
    env: { HOME: '/Users/agus' },
    folders: {
      config: '/Users/agus/Library/Application Support/authctl',
      data: '/Users/agus/Library/Application Support/authctl/data',
      cache: '/Users/agus/Library/Caches/authctl',
    },
  },
  {
    platform: 'win32',
    env: {
      USERPROFILE: 'C:\\Users\\agus',
      APPDATA: 'C:\\Users\\agus\\AppData\\Roaming',
      LOCALAPPDATA: 'C:\\Users\\agus\\AppData\\Local',
    },
    folders: {
      config: 'C:\\Users\\agus\\AppData\\Roaming\\authctl',
      data: 'C:\\Users\\agus\\AppData\\Local\\authctl',
      cache: 'C:\\Users\\agus\\AppData\\Local\\authctl\\cache',
    },
  },
  {
    platform: 'win32',
    env: { USERPROFILE: 'D:\\agus' },
    folders: {
      config: 'D:\\agus\\AppData\\Roaming\\authctl',
      data: 'D:\\agus\\AppData\\Local\\authctl',
      cache: 'D:\\agus\\AppData\\Local\\authctl\\cache',
    },
  },
  {
    platform: 'win32',
    env: { AUTHCTL_HOME: 'E:\\keep', APPDATA: 'C:\\x' },
    folders: { config: 'E:\\keep\\config', data: 'E:\\keep\\data', cache: 'E:\\keep\\cache' },
  },
] as const)('$platform, $env', ({ platform, env, folders }) => {
  expect(foldersFrom(env, platform)).toEqual(folders);
});
