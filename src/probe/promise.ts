/** The name of the id that a step of `setup:` will give a subject: `{{articles of agus}}` until it has been sent. */
export const promiseOf = (kind: string, subject: string): string => `${kind} of ${subject}`;

export const isPromise = (name: string): boolean => name.includes(' of ');
