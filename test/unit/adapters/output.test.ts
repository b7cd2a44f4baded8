import { closeSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createOutput } from '../../../src/adapters/output.js';

test('what cannot be written is told as that, once, and is no defect', () => {
  const readOnly = openSync('package.json', 'r');
  try {
    const output = createOutput(readOnly, false, () => {
      throw new Error('no stream is needed');
    });
    expect(() => output.write('result')).toThrowError(
      expect.objectContaining({
        code: 'FILE_UNWRITABLE',
        message: expect.stringMatching(/^cannot write the output: EBADF/),
      }),
    );
    expect(() => output.write('result')).not.toThrow();
  } finally {
    closeSync(readOnly);
  }
});
