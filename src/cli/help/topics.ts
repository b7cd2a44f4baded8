import type { Topic } from './topic.js';

/** The topics of `authctl help`; each is one file, imported when it is asked for. */
export const topics: readonly Topic[] = [
  { name: 'config', load: async () => (await import('./config.js')).configTopic },
  { name: 'environment', load: async () => (await import('./environment.js')).environmentTopic },
  { name: 'exit-codes', load: async () => (await import('./exit-codes.js')).exitCodesTopic },
  { name: 'oracle', load: async () => (await import('./oracle.js')).oracleTopic },
];
