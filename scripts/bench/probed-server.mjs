/** An API in a process of its own for `npm run bench:probe`: checks who asks, and answers a little JSON. */
import { createServer } from 'node:http';

let [requests, first, last] = [0, 0, 0];
const bodies = new Map();

function bodyFor(path) {
  const known = bodies.get(path);
  if (known) return known;
  const body = Buffer.from(
    JSON.stringify({
      path,
      items: [
        { id: 1, title: 'One' },
        { id: 2, title: 'Two' },
      ],
    }),
  );
  if (bodies.size < 20_000) bodies.set(path, body);
  return body;
}

const server = createServer((request, response) => {
  const { url = '', headers } = request;
  if (url === '/stats') {
    response.end(JSON.stringify({ requests, ms: last - first }));
    requests = 0;
    return;
  }
  last = performance.now();
  if (requests === 0) first = last;
  requests += 1;
  const who = headers.authorization;
  const [status, body] =
    who === undefined
      ? [401, '{"error":"who?"}']
      : url.startsWith('/authctl-')
        ? [404, '{}']
        : [200, bodyFor(url)];
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
