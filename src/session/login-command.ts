import type { Session } from './session.js';

/** What is known of a session that is to be had; all of it optional, as much as there is goes into the command. */
export type Wanted = Partial<Pick<Session, 'name' | 'server' | 'username' | 'flow'>>;

/** The command line that logs a subject in, ready to be pasted into a shell. */
export function loginCommand({ name, server, username = name, flow }: Wanted = {}): string {
  return [
    'authctl login',
    ...(server ? [quoted(server)] : []),
    ...(username === undefined ? [] : ['--username', quoted(username)]),
    ...(name === undefined || name === username ? [] : ['--as', quoted(name)]),
    ...(flow === 'form' || flow === 'session' ? ['--flow', flow] : []),
  ].join(' ');
}

/** A word as a POSIX shell reads it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
