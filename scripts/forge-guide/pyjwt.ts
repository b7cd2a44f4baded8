import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NOW } from '../../test/support/bundled-server.js';
import { AUDIENCE, ISSUER, type Issuer } from '../../test/support/forge-materials.js';

/** What PyJWT answered when it was last asked. */
export interface PyJwtRecord {
  readonly version: string;
  /** Ids of the tokens that it took, by the algorithm of the original. */
  readonly accepted: Readonly<Record<string, readonly string[]>>;
}

export const PYJWT_RECORD = 'test/data/forge/pyjwt.json';

export const readPyJwtRecord = (): PyJwtRecord =>
  JSON.parse(readFileSync(PYJWT_RECORD, 'utf8')) as PyJwtRecord;

export interface NamedToken {
  readonly id: string;
  readonly token: string;
}

/** Asks PyJWT itself; undefined where Python or the package is not there. */
export function askPyJwt(
  issuer: Issuer,
  tokens: readonly NamedToken[],
): { readonly version: string; readonly accepted: readonly string[] } | undefined {
  const { verificationKey: key, name } = issuer;
  const question = {
    algorithm: name,
    key:
      key.type === 'secret' ? key.export().toString('base64') : key.export({ format: 'pem', type: 'spki' }),
    issuer: ISSUER,
    audience: AUDIENCE,
    now: NOW,
    tokens: tokens.map(({ token }) => token),
  };
  const script = fileURLToPath(new URL('pyjwt.py', import.meta.url));
  const { status, stdout } = spawnSync(process.env.AUTHCTL_PYTHON ?? '/usr/bin/python3', [script], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  if (status !== 0) return undefined;
  const answer = JSON.parse(stdout) as { readonly version: string; readonly accepted: readonly boolean[] };
  return {
    version: answer.version,
    accepted: tokens.filter((_, at) => answer.accepted[at]).map(({ id }) => id),
  };
}
