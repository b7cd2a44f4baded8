import type { Command } from 'commander';
import { curlRenderer } from '../../report/curl-command.js';
import type { Context } from '../context.js';
import { curlFor } from '../curl-for.js';
import { emit } from '../emit.js';
import { addRequestOptions, type RequestOptions } from '../request-options.js';
import { tellVariables } from '../request-words.js';
import { runRequest } from '../run-request.js';

/** `authctl request`: call an API as a subject. */
export function configureRequest(command: Command, ctx: Context, run: typeof runRequest = runRequest): void {
  command
    .argument('[method]', 'GET, POST, ...; default: GET, and POST with --data')
    .argument('[url]', 'a path below the API, or a whole URL');
  addRequestOptions(command);
  command
    .addHelpText('after', examples)
    .action(async (first: string | undefined, second: string | undefined, options: RequestOptions) => {
      const words = [first, second].filter((word) => word !== undefined);
      if (!options.curl) return run(ctx, words, options);
      const curl = await curlFor(ctx, words, options);
      emit(ctx, curlRenderer, curl);
      tellVariables(ctx, curl.fill);
    });
}

const examples = `
The credential goes to the server it was granted at, to the APIs it was granted for, and to what --api or \`api:\` in
authctl.yaml names; never along with a redirect to another origin. A refusal (401) leads to one renewal and one repeat.

On a terminal JSON is indented and coloured, secrets are masked; elsewhere the body is passed on byte by byte.
Exits with 0 for a status below 400, and with 1 for the others.

Examples:
  $ authctl request GET /articles --as agus
  $ authctl request /articles --query owner=2 | jq -r '.[].title'
  $ authctl request POST /articles --as william -d '{"title": "News", "text": "..."}'
  $ authctl request PUT https://api.example.com/articles/1 -d @article.json -i
  $ authctl request /report.pdf -H 'Accept: application/pdf' -o report.pdf
  $ authctl request /me --as anonymous                 # without a credential
  $ authctl request /articles --curl                   # the same as a command of curl`;
