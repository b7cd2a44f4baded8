import packageJson from '../package.json' with { type: 'json' };

/** The version of authctl, as published. */
export const version: string = packageJson.version;
