import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import type { WrittenAnswer } from './written-answer.js';

/**
 * Has somebody else write an answer, and keeps it from being sent.
 *
 * @param write - writes to the response as if it were connected, and resolves when the answer is complete.
 */
export async function captured<T>(
  response: ServerResponse,
  write: () => Promise<T>,
): Promise<{ readonly answer: WrittenAnswer; readonly result: T }> {
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const own = { write: response.write, end: response.end, writeHead: response.writeHead };
  Object.assign(response, {
    write: (chunk: unknown) => {
      keep(chunk);
      return true;
    },
    end: (chunk: unknown) => {
      keep(chunk);
      return response;
    },
    writeHead: (status: number, ...rest: readonly unknown[]) => {
      response.statusCode = status;
      const fields = rest.find((part) => typeof part === 'object') ?? {};
      for (const [name, value] of Object.entries(fields as object)) response.setHeader(name, value as string);
      return response;
    },
  });
  try {
    const result = await write();
    return { answer: answerIn(response, Buffer.concat(chunks).toString()), result };
  } finally {
    Object.assign(response, own);
    for (const name of response.getHeaderNames()) response.removeHeader(name);
  }
}

function answerIn(response: ServerResponse, content: string): WrittenAnswer {
  const fields = Object.entries(response.getHeaders()).flatMap(
    ([name, value]: [string, OutgoingHttpHeader | undefined]) =>
      value === undefined || name === 'content-length'
        ? []
        : [[name, Array.isArray(value) ? value : String(value)] as const],
  );
  return { status: response.statusCode, headers: Object.fromEntries(fields), content };
}
