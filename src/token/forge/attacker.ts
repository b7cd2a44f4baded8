import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/**
 * Keys of somebody whom no server trusts. They are published here on purpose: a server that accepts what they sign
 * believes anybody. Fixed, so that the same command always gives the same token.
 */
const PRIVATE_KEYS = {
  rsa: {
    kty: 'RSA',
    n: '8ru3C0OpYjbHdnedVOS55moH_PYsWDyXDJEACidaqib6Zo9gEIDPQ9nKmfe_-zRr7rNPRxdlbab0fU06MVi2Yf97mG67Zaa7RCpIvt0IeScz-dd-D7ouKJ7CG58Tv2YG6LDUvozeavSYQur9ZAl7UyF73L3Bd6iwjw_-U3f10XZ3OodME-HICC91ts3A4iBFiKRct9jQTZJpZ5pTHq1ic-W5DLPRHYrDgPkjUbG1SSxQKUDFoLHdut5fveYVS04t5TokmZh3LE5Qz-UjAGryDG581lpAgNhBqdoCVljhUHeDiFdYR0ArQcq775SQqggY_QxF-FhEACr-6GE1tqEPdQ',
    e: 'AQAB',
    d: 'LmrYL5bCSu5HyW9JTmUo6ZeILIcU5tC7X-NQmyB4dYZbpwYu7Cj9ua9pz3SxqUOWikCO3fzq4AOnyFhe0vXwdqAJDhbKzj8Km5fsbldNWgG1rkbXrAFB93GYk_ihKZ5EnvXF0SSWGeTpQw614w3vH_AMxCMjXpMLJGh-DY8ommPKRR_cr2POElAhWV2j1V9u7rMJWRgfKZPL7i0ZtTZd6vyizMMjFJdrjBjb_j3S14IwSIu-uhzRFOT9zQLuByj6E5okJzhkF-8h6wY1LMpmTO4ZLabOAqng4_Jx14GoSJxzWOKuZS-giMYAvh76fOHDh_t-Vla4NIMVsz73CCMxFw',
    p: '-cOL0v-iLkn9pucbKdgeom_67XdVcsxMTplkqEpBadCufy0cCtPwMu7R8Pg80bQihROOVXLLOssW8EzrvhWNI4vuZ7fwFYiVL-4O8emFlhw6Wb1MIbTvFVM2TZPGzGtRDI_0T0Up8WkQKVxYPNDTB6DsfS5z0DhFCfpoWfdAUUM',
    q: '-Ms69rBphwzIbBaW4Hk3E-vq2cko0Vy7IVUbsmbZs6tNvajZn7Tn_XIlZbNZT5z701e3VcfL1RnLsLnBErThdpl5AkEHrTj88ENSSo_SVGJCX1eFW-TdUxJGJ752__ZYTAasxUE_DghvXuHih1j2Ttb7Ltri61rqNiAd4vyflOc',
    dp: 'pNW9Tf-QFWSXlrMnZjJP5Xxp6pa7OgxCwAzUNYzsJt2mjCBFRZAiEjszKwlpeiycK5-AbDxai-7EsMrTOpwWjcMoECOAu3VsoDlIe7dWhn8Ss28O85_pufU0_XXt2bNpxhSrdDV9POnN1L4xLdHTtFEsQmGJ5X19ctxkShu3wuk',
    dq: 'KDia0LTWapnbcPX58FJIYDUco5bMvYQTUKE0uBO-kDhaehXpENOrSaMBfr6O6rsDTzh4ECsbvdjMwEZXe1G4vXa0RHQE7LEw2xrXG-zCYRf9iPJaQe_vA_YJV3WIQXsu7SOLHNyeeANPFfTIrX7pWveQZhPG6aup_5QToNWcavM',
    qi: '5yw3OxYI306VqK6cJDPpEm-6XiEDnZWizU4q9Vx2wd3lMSjfMs0Vy36RSCCe_Ag9m_dKS_DbjHgrWtnqfC1GRMbKzDnVmVxYMhhgErlKrfZRripjGwSWWcdqX89TPIGwXGLcqTIMbQ9-XVcMdq3JjcAgVf_aBN7LJaAlp7UYoK4',
  },
  ec: {
    kty: 'EC',
    x: 'Yp9RkHV41i_toW_o1J2kwBI7POB2GZk7L2LlXtZegQQ',
    y: '6CmLjm3XdFK9EU5COzBDWlqu4vxHvHosbM9q2n27-YM',
    crv: 'P-256',
    d: 'Ttrn4fHtENrVINqakfAJsQ_AsFQYPSNLM8NOjflaucM',
  },
  ed25519: {
    crv: 'Ed25519',
    d: 'k4gvk4TTFTsfd69UygxlUJVC_4075hLiGfRzZkw1Z34',
    x: 'iSAcvthujUpH45pnD8ZbIooCwmIwe2IRCGjC2BJCouI',
    kty: 'OKP',
  },
} as const satisfies Record<string, JsonWebKey>;

/** The kinds of key that the attacker has. */
export type AttackerKind = keyof typeof PRIVATE_KEYS;

/** What each kind of key signs with. */
export const ATTACKER_ALGORITHMS = { rsa: 'RS256', ec: 'ES256', ed25519: 'EdDSA' } as const satisfies Record<
  AttackerKind,
  string
>;

export const attackerKey = (kind: AttackerKind): KeyObject =>
  createPrivateKey({ key: { ...PRIVATE_KEYS[kind] }, format: 'jwk' });

/** The public half, as a JWK holds it. */
export function attackerJwk(kind: AttackerKind): Readonly<Record<string, string>> {
  const { kty, n, e, crv, x, y }: JsonWebKey = PRIVATE_KEYS[kind];
  const members = { kty, crv, x, y, n, e };
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, string] => member[1] !== undefined),
  );
}

/** Certificates of the RSA key, base64 of DER, valid from 2020 to 2119: one signed by itself; one by a root, and that root. */
export const attackerCertificates = {
  selfSigned:
    'MIIC9jCCAd6gAwIBAgIBAzANBgkqhkiG9w0BAQsFADAkMSIwIAYDVQQDDBlhdXRoY3RsIGZvcmdlIHNlbGYtc2lnbmVkMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAkMSIwIAYDVQQDDBlhdXRoY3RsIGZvcmdlIHNlbGYtc2lnbmVkMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA8ru3C0OpYjbHdnedVOS55moH/PYsWDyXDJEACidaqib6Zo9gEIDPQ9nKmfe/+zRr7rNPRxdlbab0fU06MVi2Yf97mG67Zaa7RCpIvt0IeScz+dd+D7ouKJ7CG58Tv2YG6LDUvozeavSYQur9ZAl7UyF73L3Bd6iwjw/+U3f10XZ3OodME+HICC91ts3A4iBFiKRct9jQTZJpZ5pTHq1ic+W5DLPRHYrDgPkjUbG1SSxQKUDFoLHdut5fveYVS04t5TokmZh3LE5Qz+UjAGryDG581lpAgNhBqdoCVljhUHeDiFdYR0ArQcq775SQqggY/QxF+FhEACr+6GE1tqEPdQIDAQABozEwLzAOBgNVHQ8BAf8EBAMCB4AwHQYDVR0OBBYEFHC+0AHXmrj9gy2tVL3Lv0JOI6uKMA0GCSqGSIb3DQEBCwUAA4IBAQBfDaoHClqD8h2DjlrswKrL0XWRSrQSOxLMNUGRGdvmZdLbSSQUAH+LOljUATHIwYFQRWMnhnVfvxx7mVGl/y00FW5PjBTx6/R5Vmv5G320lorpqrOjU4ImrjjhlHfxpXKEw2/+eDqST3p42EgEgq65EC24h4oA/45zCw3TkwHZeBLCW/Vu0eA0iILNGdYy5mlgKzx0oeFL/THVJp6Fi6qvurbXiG/X9X1j+nuNQX00HbUEHDmnaYt4iP4hktOTw+WKkzgwNnDBF5aQ3eOt1Hidn9C5IhOuZMrZyMY9tTiVufvvvfwv/ULC+krEru+LSWII/Kbhlco0N4qpTDCn4P1j',
  leaf: 'MIICSjCCAfCgAwIBAgIBAjAKBggqhkjOPQQDAjAdMRswGQYDVQQDDBJhdXRoY3RsIGZvcmdlIHJvb3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB8xHTAbBgNVBAMMFGF1dGhjdGwgZm9yZ2Ugc2lnbmVyMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA8ru3C0OpYjbHdnedVOS55moH/PYsWDyXDJEACidaqib6Zo9gEIDPQ9nKmfe/+zRr7rNPRxdlbab0fU06MVi2Yf97mG67Zaa7RCpIvt0IeScz+dd+D7ouKJ7CG58Tv2YG6LDUvozeavSYQur9ZAl7UyF73L3Bd6iwjw/+U3f10XZ3OodME+HICC91ts3A4iBFiKRct9jQTZJpZ5pTHq1ic+W5DLPRHYrDgPkjUbG1SSxQKUDFoLHdut5fveYVS04t5TokmZh3LE5Qz+UjAGryDG581lpAgNhBqdoCVljhUHeDiFdYR0ArQcq775SQqggY/QxF+FhEACr+6GE1tqEPdQIDAQABo1IwUDAOBgNVHQ8BAf8EBAMCB4AwHQYDVR0OBBYEFHC+0AHXmrj9gy2tVL3Lv0JOI6uKMB8GA1UdIwQYMBaAFAzgzdhVpgJFhi9hsQ3qI1JO2SsDMAoGCCqGSM49BAMCA0gAMEUCIQDzATGZmTCgHU5I3BNlG1GtJ+kyxohFTk00N5tfZaMU8gIgRokER+HVRolO+SQTK7r/Ct/8hPjamscEHDEMMYPrBjw=',
  root: 'MIIBbTCCAROgAwIBAgIBATAKBggqhkjOPQQDAjAdMRswGQYDVQQDDBJhdXRoY3RsIGZvcmdlIHJvb3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB0xGzAZBgNVBAMMEmF1dGhjdGwgZm9yZ2Ugcm9vdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLoBBnF8MInSJf7n9hOtg0VOlBOWRLDRzoA78Fs4SNPmkPxxBE7gmDd6BbcA8hvOHIr1HA+mor28HSZwRuqynMqjQjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgIEMB0GA1UdDgQWBBQM4M3YVaYCRYYvYbEN6iNSTtkrAzAKBggqhkjOPQQDAgNIADBFAiBxMcgRscYmhTTPsi2gQMTaV0hjgPiAMmvlEcy/elJ/oAIhAPC8YY38ntUP6T9XpuDerWVLWfsfGVxz5ExqntKDSq7y',
} as const;
