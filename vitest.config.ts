import { defineConfig } from 'vitest/config';
import { Tally } from './test/support/tally.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new Tally()],
    sequence: { shuffle: true },
    restoreMocks: true,
    unstubEnvs: true,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
