/** Where it is written that something is unwise. */
export interface Source {
  /** `RFC 8725 section 3.2` */
  readonly title: string;
  readonly url: string;
}

/** @param section - as the RFC numbers it, `3.2`; an appendix is `A.1`. */
export function rfc(number: number, section?: string): Source {
  const url = `https://www.rfc-editor.org/rfc/rfc${number}.html`;
  if (section === undefined) return { title: `RFC ${number}`, url };
  const isAppendix = /^[A-Z]/.test(section);
  return {
    title: `RFC ${number} ${isAppendix ? 'appendix' : 'section'} ${section}`,
    url: `${url}#${isAppendix ? 'appendix' : 'section'}-${section}`,
  };
}

/** The successor of RFC 8725, a draft still. */
export function rfc8725bis(section: string): Source {
  return {
    title: `rfc8725bis section ${section}`,
    url: `https://datatracker.ietf.org/doc/html/draft-ietf-oauth-rfc8725bis#section-${section}`,
  };
}

/** @param id - such as `CVE-2022-21449`. */
export function cve(id: string): Source {
  return { title: id, url: `https://www.cve.org/CVERecord?id=${id}` };
}

const OPENID_DOCUMENTS = {
  Core: 'openid-connect-core-1_0',
  Discovery: 'openid-connect-discovery-1_0',
  'Back-Channel Logout': 'openid-connect-backchannel-1_0',
} as const;

/**
 * A document of OpenID Connect.
 *
 * @param anchor - the section's name in the address, `IDToken`.
 * @param section - its number, `2`.
 */
export function oidc(document: keyof typeof OPENID_DOCUMENTS, anchor: string, section: string): Source {
  return {
    title: `OpenID Connect ${document} section ${section}`,
    url: `https://openid.net/specs/${OPENID_DOCUMENTS[document]}.html#${anchor}`,
  };
}
