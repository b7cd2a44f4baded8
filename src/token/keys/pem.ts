import { AuthctlError } from '../../errors.js';

/** One block of a PEM file. */
export interface PemBlock {
  /** What it says it is: `PRIVATE KEY`, `EC PRIVATE KEY`, `CERTIFICATE`. */
  readonly label: string;
  /** With its first and last line. */
  readonly text: string;
}

/**
 * The blocks of a PEM text in their order, without the parameters that older tools put before an EC key.
 *
 * @see RFC 7468 section 3 (text around the blocks does not count)
 */
export function pemBlocks(text: string): readonly PemBlock[] {
  return [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----(?:(?!-----)[\s\S])*-----END \1-----/g)]
    .map(([block, label = '']) => ({ label, text: block }))
    .filter(({ label }) => label !== 'EC PARAMETERS');
}

/** Whether a block can only be read with a pass phrase. */
export const isEncrypted = ({ label, text }: PemBlock): boolean =>
  label.startsWith('ENCRYPTED') || text.includes('Proc-Type: 4,ENCRYPTED');

/** The error for a text that is no key at all. */
export function neitherPemNorJwk(name: string): AuthctlError {
  return new AuthctlError('KEY_UNUSABLE', `${name} holds neither PEM nor a JWK`, {
    hint: 'PEM starts with -----BEGIN and a JWK with {; a shared secret is given with --secret-file',
  });
}
