import { errors, type FlattenedJWE, flattenedDecrypt } from 'jose';
import { AuthctlError } from '../errors.js';
import { type JsonObject, memberOf } from './json.js';
import { KEY_ALGORITHMS, unfitFor } from './jwe-algorithms.js';
import type { DecryptionKey, DecryptionKeys } from './keys/decryption-keys.js';
import type { OpenedJwe } from './layers.js';
import { MAX_TOKEN_LENGTH } from './not-a-token.js';
import type { JweRecipient, JweToken } from './parsed-token.js';
import { readContent } from './token-parts.js';

/** Keys times recipients; each attempt costs as much as a handshake. */
const MAX_ATTEMPTS = 200;
/** Twice of what is recommended for passwords; more is an attack on whoever decrypts. @see RFC 8725 (bis) section 3.13 */
const MAX_PBES2_ROUNDS = 1_200_000;

interface Attempt {
  readonly recipient: JweRecipient;
  readonly index: number;
  readonly key: DecryptionKey;
}

/**
 * Decrypts a token with the first key that opens it for one of its recipients.
 *
 * @throws {AuthctlError} `KEY_UNUSABLE` where no key is of the kind that a recipient's algorithm takes; `NOT_DECRYPTED`
 * where such a key does not open it, the algorithm is not known, or it asks for too much work or memory.
 * @see RFC 7516 section 5.2
 */
export async function openJwe(token: JweToken, found: DecryptionKeys): Promise<OpenedJwe> {
  const attempts = attemptsAt(token, found);
  let failure: unknown;
  for (const attempt of attempts) {
    try {
      return await openedWith(attempt, token, found.origin);
    } catch (error) {
      if (
        !(error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException)
      ) {
        throw error;
      }
      failure = moreTelling(failure, error);
    }
  }
  throw notDecrypted(reasonFor(failure, found), failure);
}

const notDecrypted = (reason: string, cause?: unknown): AuthctlError =>
  new AuthctlError('NOT_DECRYPTED', `the token cannot be decrypted: ${reason}`, {
    cause,
    hint: 'leave the key out to see its header',
  });

async function openedWith(
  { recipient, index, key }: Attempt,
  token: JweToken,
  origin: string,
): Promise<OpenedJwe> {
  const { plaintext } = await flattenedDecrypt(flattened(token, recipient), key.key, {
    keyManagementAlgorithms: [...KEY_ALGORITHMS.keys()],
    maxPBES2Count: MAX_PBES2_ROUNDS,
    maxDecompressedLength: MAX_TOKEN_LENGTH,
  });
  const { payload, flaws } = readContent(plaintext);
  const { kid, description } = key;
  return { content: payload, flaws, recipient: index, key: { origin, kid, description } };
}

/** The token as it is for one recipient; what is empty was not there. */
function flattened({ body }: JweToken, { ownHeader, encryptedKeyText }: JweRecipient): FlattenedJWE {
  const texts = {
    protected: body.protectedText,
    iv: body.ivText,
    tag: body.tagText,
    aad: body.aadText,
    encrypted_key: encryptedKeyText,
  };
  const headers = { unprotected: body.unprotectedHeader, header: ownHeader };
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    ...Object.fromEntries(Object.entries(headers).filter(([, header]) => Object.keys(header).length > 0)),
    ciphertext: body.ciphertextText,
  };
}

/** What is worth trying, keys that the header names first. */
function attemptsAt(token: JweToken, { keys, origin }: DecryptionKeys): readonly Attempt[] {
  const known = token.recipients.filter(({ header }) => KEY_ALGORITHMS.has(algorithmOf(header)));
  const [first] = token.recipients;
  if (known.length === 0) {
    throw notDecrypted(`its algorithm ${JSON.stringify(algorithmOf(first.header))} is not supported`);
  }
  requireBearable(known);
  const pairs = token.recipients.flatMap((recipient, index) =>
    keys.map((key) => ({ recipient, index, key, unfit: unfitFor(key, recipient.header) })),
  );
  const worthIt = pairs.filter(({ unfit }) => unfit === null);
  if (worthIt.length === 0)
    throw noneFits(pairs.find(({ unfit }) => unfit !== null)?.unfit ?? null, keys, origin);
  const isNamed = ({ recipient, key }: Attempt) =>
    key.kid !== null && key.kid === memberOf(recipient.header, 'kid');
  return [...worthIt.filter(isNamed), ...worthIt.filter((attempt) => !isNamed(attempt))].slice(
    0,
    MAX_ATTEMPTS,
  );
}

function noneFits(unfit: string | null, keys: readonly DecryptionKey[], origin: string): AuthctlError {
  const message =
    keys.length === 1 && unfit !== null
      ? `the key in ${origin} cannot decrypt this token: ${unfit}`
      : `none of the ${keys.length} keys in ${origin} is of the kind that decrypts this token`;
  return new AuthctlError('KEY_UNUSABLE', message, {
    hint: "give the recipient's private key with --key, or the shared secret with --secret-file",
  });
}

function algorithmOf(header: JsonObject): string {
  const alg = memberOf(header, 'alg');
  return typeof alg === 'string' ? alg : '';
}

/** @see RFC 7518 section 4.8.1.2 ("p2c") */
function requireBearable(recipients: readonly JweRecipient[]): void {
  const rounds = recipients
    .map(({ header }) => memberOf(header, 'p2c'))
    .reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0);
  if (rounds <= MAX_PBES2_ROUNDS) return;
  throw notDecrypted(
    `it asks for ${rounds} rounds of PBES2 (\`p2c\`), and no more than ${MAX_PBES2_ROUNDS} are done`,
  );
}

/** A key that does not fit says less than a token that breaks the rules. */
function moreTelling(before: unknown, now: unknown): unknown {
  return before === undefined || before instanceof errors.JWEDecryptionFailed ? now : before;
}

function reasonFor(failure: unknown, { keys, origin }: DecryptionKeys): string {
  if (failure instanceof errors.JWEDecryptionFailed || failure instanceof DOMException) {
    const which = keys.length === 1 ? `the key in ${origin} is not` : `none of the keys in ${origin} is`;
    return `${which} the one that it was encrypted for, or it was changed since`;
  }
  const said = failure instanceof Error ? failure.message : String(failure);
  if (/exceeded the configured limit/.test(said)) {
    return `what it holds is compressed, and takes more than ${MAX_TOKEN_LENGTH} bytes once it is not`;
  }
  return said.replace(/^\w/, (letter) => letter.toLowerCase());
}
