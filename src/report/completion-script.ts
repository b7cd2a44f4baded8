import type { Renderer } from './text.js';

/** What makes a shell complete authctl's command lines. */
export interface CompletionScript {
  readonly shell: string;
  readonly script: string;
}

export const completionScriptRenderer: Renderer<CompletionScript> = {
  schema: 'authctl/completion@1',
  json: (result) => result,
  text: ({ script }) => script.trimEnd().split('\n'),
};
