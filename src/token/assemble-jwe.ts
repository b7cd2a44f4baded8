import { decodeBase64url } from './base64url.js';
import type { Flaw, FlawId } from './finding.js';
import type { JweBody, JweRecipient, JweToken, Serialization } from './parsed-token.js';
import { readHeader } from './token-parts.js';

/** A recipient as it stands in a token. */
export type RecipientSource = Omit<JweRecipient, 'header'>;

/**
 * Joins the parts of an encrypted token. Of what is encrypted only the encoding is looked at.
 *
 * @throws {AuthctlError} `NOT_A_TOKEN` where the protected header cannot be read.
 */
export function assembleJwe(
  serialization: Serialization,
  body: JweBody,
  recipients: readonly [RecipientSource, ...RecipientSource[]],
  flaws: readonly Flaw[] = [],
): JweToken {
  const { header: protectedHeader, flaws: headerFlaws } = readHeader(body.protectedText);
  const joint = (source: RecipientSource): JweRecipient => ({
    ...source,
    header: { ...source.ownHeader, ...body.unprotectedHeader, ...protectedHeader },
  });
  const [first, ...others] = recipients;
  const firstRecipient = joint(first);
  return {
    format: 'jwe',
    serialization,
    header: firstRecipient.header,
    recipients: [firstRecipient, ...others.map(joint)],
    body,
    ciphertextBytes: decodeBase64url(body.ciphertextText)?.bytes.length ?? 0,
    flaws: [
      ...flaws,
      ...headerFlaws,
      ...recipients.flatMap(({ encryptedKeyText }) => encodingFlaws('encrypted key', encryptedKeyText)),
      ...encodingFlaws('initialization vector', body.ivText),
      ...encodingFlaws('ciphertext', body.ciphertextText),
      ...encodingFlaws('authentication tag', body.tagText),
    ],
  };
}

function encodingFlaws(part: string, text: string): readonly Flaw[] {
  const ids: readonly FlawId[] = decodeBase64url(text)?.flaws ?? ['format.illegal-char'];
  return ids.map((id): Flaw => ({ id, part }));
}
