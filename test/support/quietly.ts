/** Runs what says on every start that this Node.js is not the newest, and which settings are its own; unheard. */
export async function quietly<T>(run: () => Promise<T>): Promise<T> {
  const { warn, info } = console;
  Object.assign(console, { warn: () => undefined, info: () => undefined });
  try {
    return await run();
  } finally {
    Object.assign(console, { warn, info });
  }
}
