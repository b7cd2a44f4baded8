/** What `npm run bench:probe` compares with: requests of undici's Pool, their bodies read, and nothing else. */
import { Pool } from 'undici';

const [origin = '', count = '0', concurrency = '1'] = process.argv.slice(2);
const pool = new Pool(origin, { connections: 64, pipelining: 1 });
const headers = { accept: 'application/json', authorization: 'Bearer reader', 'user-agent': 'bare' };
let left = Number(count);

async function worker() {
  while (left > 0) {
    left -= 1;
    const { body } = await pool.request({
      method: 'GET',
      path: `/group-${left % 40}/thing-${left % 1000}`,
      headers,
    });
    await body.text();
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, worker));
await pool.close();
