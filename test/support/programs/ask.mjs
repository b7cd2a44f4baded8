// `ask URL [TOKEN]`, for recorded sessions: sends a GET, with the token if there is one, and prints status and body.
import { request } from 'node:http';

const [url, token] = process.argv.slice(2);
const headers = token ? { authorization: `Bearer ${token}` } : {};
request(url, { headers }, async (response) => {
  let body = '';
  for await (const chunk of response) body += chunk;
  process.stdout.write(`${response.statusCode} ${body.trimEnd()}\n`);
}).end();
