// The codes of TLS trouble that are ours; those of OpenSSL come as Node names them.

/** The certificate is not the pinned one. */
export const OTHER_CERTIFICATE = 'TLS_OTHER_CERTIFICATE';
/** FIN in the handshake. */
export const HANDSHAKE_CLOSED = 'TLS_CLOSED';
/** The handshake has not ended in time. */
export const HANDSHAKE_LATE = 'TLS_TIMEOUT';
/** FIN without close_notify: more may have been on its way (RFC 8446 section 6.1). */
export const NO_CLOSE_NOTIFY = 'TLS_NO_CLOSE_NOTIFY';

/** The codes of OpenSSL begin with this. */
const OPENSSL = 'ERR_SSL_';

export const isOpensslCode = (code: string): boolean => code.startsWith(OPENSSL) || code === 'EPROTO';
