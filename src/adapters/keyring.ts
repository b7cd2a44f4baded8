import { spawn } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { AuthctlError } from '../errors.js';
import type { Keyring } from '../ports/keyring.js';
import type { KeyringAnswer, KeyringQuestion } from './keyring-protocol.js';

/** One that asks its user for a password first may take longer; the next command finds it open. */
const LIMIT_MS = 3_000;

/**
 * The operating system's keyring: Keychain, Credential Manager, or the Secret Service of a Linux desktop.
 *
 * @param program - the file that was built of `keyring-process.ts`.
 */
export function createKeyring(program: URL, limitMs: number = LIMIT_MS): Keyring {
  const ask = async (question: KeyringQuestion): Promise<string | undefined> => {
    const answer = await answerOf(program, question, limitMs);
    switch (answer.kind) {
      case 'done':
        return answer.secret ?? undefined;
      case 'not-installed':
        throw unusable('the library for the keyring, @napi-rs/keyring, is not installed', INSTALL);
      case 'failed':
        throw refusal(answer.message);
    }
  };
  return {
    get: (account) => ask({ ask: 'get', account }),
    async set(account, secret) {
      await ask({ ask: 'set', account, secret });
      // Asked by another process: not what this one remembers, but what is kept.
      if ((await ask({ ask: 'get', account })) !== secret)
        throw unusable('the keyring did not keep what it was given', OTHERS);
    },
  };
}

const INSTALL = 'install authctl without --omit=optional, or take --storage encrypted-file';
const UNLOCK = 'unlock it, and try again';
const OTHERS = 'take --storage encrypted-file or --storage file';

/** @param message - the library's. */
function refusal(message: string): AuthctlError {
  if (/prompt was dismissed|is locked|access platform storage/i.test(message))
    return unusable('the keyring is locked', UNLOCK);
  // D-Bus gives up before the process that asks it is.
  if (/did not receive a reply|timed? ?out/i.test(message))
    return unusable('the keyring did not answer', UNLOCK);
  return unusable(`no keyring can be used here: ${message}`, OTHERS);
}

const unusable = (message: string, hint: string): AuthctlError =>
  new AuthctlError('KEYRING_UNUSABLE', message, { hint });

function answerOf(program: URL, question: KeyringQuestion, limitMs: number): Promise<KeyringAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(execPath, [fileURLToPath(program)], {
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(unusable(`the keyring did not answer within ${limitMs / 1_000} s`, UNLOCK));
    }, limitMs);
    let answered = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      answered += text;
    });
    // It may end before it has read all; what it answered tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(question));
    child.on('error', (error) => {
      clearTimeout(limit);
      reject(unusable(`the keyring could not be asked: ${error.message}`, OTHERS));
    });
    child.on('close', (status, signal) => {
      clearTimeout(limit);
      resolve(parsed(answered) ?? { kind: 'failed', message: `its library ended with ${signal ?? status}` });
    });
  });
}

function parsed(answered: string): KeyringAnswer | undefined {
  try {
    return JSON.parse(answered) as KeyringAnswer;
  } catch {
    return undefined;
  }
}
