import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type EventLog, requestDocument } from '../event-log.js';

/**
 * Writes what the log holds, one JSON document a line, and then each new event as it comes.
 *
 * @param until - ends it; undefined: nothing is waited for.
 */
export async function streamEvents(
  response: ServerResponse,
  events: EventLog,
  until: AbortSignal | undefined,
): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' });
  const line = (event: Parameters<typeof requestDocument>[0]) =>
    `${JSON.stringify(requestDocument(event))}\n`;
  if (until === undefined) {
    response.end(events.list().map(line).join(''));
    return;
  }
  response.flushHeaders();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  for await (const event of events.stream(AbortSignal.any([until, gone.signal]))) {
    if (!response.write(line(event))) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}
