import { expect, test } from 'vitest';
import { hasUtf8Locale, wantsColor } from '../../../src/cli/settings.js';

test.for([
  { platform: 'linux', env: { LANG: 'C.UTF-8' }, utf8: true },
  { platform: 'linux', env: { LANG: 'en_US.utf8' }, utf8: true },
  { platform: 'linux', env: { LANG: 'C.UTF-8', LC_ALL: 'C' }, utf8: false },
  { platform: 'linux', env: {}, utf8: false },
  { platform: 'darwin', env: {}, utf8: true },
  { platform: 'win32', env: {}, utf8: false },
  { platform: 'win32', env: { WT_SESSION: 'a-guid' }, utf8: true },
  { platform: 'win32', env: { TERM_PROGRAM: 'vscode' }, utf8: true },
  { platform: 'win32', env: { TERM_PROGRAM: 'mintty', LANG: 'en_US.UTF-8' }, utf8: true },
  { platform: 'win32', env: { TERM_PROGRAM: 'mintty' }, utf8: false },
] as const)('symbols on $platform with $env: $utf8', ({ platform, env, utf8 }) => {
  expect(hasUtf8Locale(env, platform)).toBe(utf8);
});

test.for([
  { isTTY: true, env: {}, color: true },
  { isTTY: false, env: {}, color: false },
  { isTTY: true, env: { TERM: 'dumb' }, color: false },
  { isTTY: true, env: { NO_COLOR: '1' }, color: false },
  { isTTY: true, env: { NO_COLOR: '' }, color: true },
  { isTTY: false, env: { FORCE_COLOR: '1' }, color: true },
  { isTTY: true, env: { FORCE_COLOR: '0' }, color: false },
  { isTTY: true, env: { FORCE_COLOR: '1', NO_COLOR: '1' }, color: false },
  { isTTY: true, env: { FORCE_COLOR: '1' }, flag: false, color: false },
])('colour: terminal $isTTY, $env, $flag', ({ isTTY, env, flag, color }) => {
  expect(wantsColor({ isTTY }, env, flag)).toBe(color);
});
