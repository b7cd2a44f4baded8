import type { BundledServer } from './bundled-server.js';

/** Tries to use one weakness against the bundled server's demo. @returns whether that gave what it must not. */
export type Attack = (target: BundledServer) => Promise<boolean>;

const names = (body: unknown): readonly unknown[] =>
  Array.isArray(body) ? body.map((user: { username?: unknown }) => user.username) : [];

/** By the id of the weakness that each uses. */
export const attacks: Readonly<Record<string, Attack>> = {
  async bfla({ send, bearer }) {
    const { body } = await send('GET', '/users', { headers: await bearer('agus') });
    return names(body).includes('sari');
  },
  async bola({ send, bearer }) {
    const { body } = await send('GET', '/users/3', { headers: await bearer('agus') });
    return (body as { username?: string }).username === 'sari';
  },
  async unguarded({ send }) {
    const { body } = await send('GET', '/articles');
    return Array.isArray(body) && body.length > 0;
  },
};
