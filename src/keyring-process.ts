/**
 * Asks the operating system's keyring one question, and ends.
 *
 * A process of its own: what the library calls blocks until the keyring answers, maybe forever, and cannot be called
 * off; not even a process that ends on purpose would end before. A process can be killed.
 */
import { readFileSync, writeSync } from 'node:fs';
import type * as Library from '@napi-rs/keyring';
import type { KeyringAnswer, KeyringQuestion } from './adapters/keyring-protocol.js';

const SERVICE = 'authctl';

/** Native code, which stands beside authctl where it could be installed. */
const loaded = (): Promise<typeof Library | undefined> => import('@napi-rs/keyring').catch(() => undefined);

async function answer(question: KeyringQuestion): Promise<KeyringAnswer> {
  const library = await loaded();
  if (library === undefined) return { kind: 'not-installed' };
  try {
    // Without it the library would take the kernel's keyring where there is no Secret Service: that forgets at a reboot.
    const entry = new library.Entry(SERVICE, question.account, { linux: { store: 'secret-service' } });
    if (question.ask === 'set') entry.setPassword(question.secret);
    return { kind: 'done', secret: entry.getPassword() };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

const question = JSON.parse(readFileSync(0, 'utf8')) as KeyringQuestion;
void answer(question).then((answered) => writeSync(1, JSON.stringify(answered)));
