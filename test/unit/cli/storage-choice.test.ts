import { describe, expect, test } from 'vitest';
import { storePassphrase } from '../../../src/cli/passphrase.js';
import { storageWish, wishStorage } from '../../../src/cli/storage-choice.js';
import type { StorageKind } from '../../../src/session/storage-kind.js';
import { createTestContext } from '../../support/test-context.js';

describe('how sessions are to be kept', () => {
  test.for<{ flag?: StorageKind; variable?: string; wish: StorageKind | undefined; said?: string }>([
    { wish: undefined },
    { variable: '', wish: undefined },
    { variable: 'memory', wish: 'memory' },
    { flag: 'keyring', wish: 'keyring' },
    { flag: 'keyring', variable: 'keyring', wish: 'keyring' },
    {
      flag: 'keyring',
      variable: 'file',
      wish: 'keyring',
      said: 'warning: AUTHCTL_STORAGE is set and says file to every other command; unset it\n',
    },
  ])('--storage $flag, AUTHCTL_STORAGE=$variable: $wish', ({ flag, variable, wish, said = '' }) => {
    const ctx = createTestContext({ env: { AUTHCTL_STORAGE: variable } });
    wishStorage(ctx, flag);
    expect([storageWish(ctx), ctx.written.stderr]).toEqual([wish, said]);
  });

  test('a variable that says something else is a mistake', () => {
    const ctx = createTestContext({ env: { AUTHCTL_STORAGE: 'vault' } });
    expect(() => storageWish(ctx)).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: "AUTHCTL_STORAGE is 'vault'",
        hint: 'set it to one of file, encrypted-file, keyring, memory',
      }),
    );
  });
});

describe('the passphrase', () => {
  const place = (world: Parameters<typeof createTestContext>[0], interactive = false) => {
    const ctx = createTestContext(world);
    ctx.settings.interactive = interactive;
    return ctx;
  };

  test('is that of the variable, and masked from then on', async () => {
    const ctx = place({ env: { AUTHCTL_PASSPHRASE: 'correct horse' } }, true);
    expect(await storePassphrase(ctx, 'choose', 'FILE')).toBe('correct horse');
    expect([ctx.asked, ctx.secrets.redact('correct horse')]).toEqual([[], '***']);
  });

  test.for([
    { use: 'open', message: 'FILE is encrypted, and there is no passphrase' },
    { use: 'choose', message: 'FILE is to be encrypted, and there is no passphrase' },
  ] as const)('to $use: nobody is asked where nobody can answer', async ({ use, message }) => {
    await expect(storePassphrase(place({}), use, 'FILE')).rejects.toMatchObject({
      code: 'STORE_UNUSABLE',
      message,
      hint: 'set AUTHCTL_PASSPHRASE, or run this on a terminal, which asks for it',
    });
  });

  test.for([
    { use: 'open', typed: ['a'], asked: ['Passphrase of FILE:'] },
    { use: 'choose', typed: ['a', 'a'], asked: ['New passphrase for FILE:', 'The same once more:'] },
  ] as const)('to $use: typed on a terminal', async ({ use, typed, asked }) => {
    const ctx = place({ typed }, true);
    expect([await storePassphrase(ctx, use, 'FILE'), ctx.asked]).toEqual(['a', asked]);
  });

  test.for([
    { use: 'open', typed: [''], message: 'the passphrase that was typed is empty' },
    { use: 'choose', typed: ['a', 'b'], message: 'the two passphrases that were typed are not the same' },
  ] as const)('to $use: $message', async ({ use, typed, message }) => {
    await expect(storePassphrase(place({ typed }, true), use, 'FILE')).rejects.toMatchObject({
      code: 'USAGE',
      message,
    });
  });
});
