import type { ApiDifference } from '../api-kind.js';

/** The ways that take a server with a memory, or routes of their own: each is a scene of api-scenes.test.ts. */
export const sceneItems = [
  'refused with 200 and nothing changed',
  'public routes that a bad token breaks',
  'routes open only without a login',
  'a bad token treated as no token',
  'accounts locked after repeated failures',
] as const satisfies readonly ApiDifference[];

export type SceneItem = (typeof sceneItems)[number];
