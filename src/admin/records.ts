// Log records of the admin server.
import type { ListenAddress } from '../config/config.js';
import { formatListen } from '../config/listen-address.js';
import type { ListenError } from '../forward/listen/listener.js';
import { listenTrouble, portUserFields } from '../log/listen-trouble.js';
import type { LogRecord } from '../log/log.js';

export function adminListening(addresses: readonly ListenAddress[]): LogRecord {
  const urls = addresses.map((address) => `http://${formatListen(address).replace('%', '%25')}/`);
  return {
    level: 'info',
    message: `status page: ${urls.join(', ')}`,
    fields: { event: 'admin-listening', admin: addresses.map(formatListen) },
  };
}

/** @param unreadable why the addresses are unknown, if they are */
export function adminWaiting(name: string, unreadable: string | undefined): LogRecord {
  const reason =
    unreadable === undefined
      ? `${name} has no address`
      : `the kernel does not tell the addresses of ${name} (${unreadable})`;
  return {
    level: 'warn',
    message: `status page: ${reason}; waiting for it`,
    fields: { event: 'admin-waiting', interface: name },
  };
}

export function adminListenFailed(error: ListenError): LogRecord {
  const admin = formatListen(error.address);
  return {
    level: 'error',
    message: `status page: ${listenTrouble(error)}`,
    fields: { event: 'admin-listen-failed', admin, code: error.code, ...portUserFields(error) },
  };
}

export function adminAcceptFailed(code: string): LogRecord {
  return {
    level: 'error',
    message: `status page: a connection could not be accepted (${code}); going on`,
    fields: { event: 'admin-accept-failed', code },
  };
}

export function adminFailed(error: unknown): LogRecord {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    level: 'error',
    message: `status page: an answer could not be made: ${reason}`,
    fields: { event: 'admin-failed', reason },
  };
}
