// Log records of the admin server.
import type { ListenAddress } from '../config/config.js';
import { formatListen } from '../config/listen-address.js';
import type { ListenError } from '../forward/listen/listener.js';
import type { LogRecord } from '../log/log.js';

export function adminListening(addresses: readonly ListenAddress[]): LogRecord {
  const urls = addresses.map((address) => `http://${formatListen(address).replace('%', '%25')}/`);
  return {
    level: 'info',
    message: `status page: ${urls.join(', ')}`,
    fields: { event: 'admin-listening', admin: addresses.map(formatListen) },
  };
}

export function adminWaiting(name: string): LogRecord {
  return {
    level: 'warn',
    message: `status page: ${name} has no address; waiting for it`,
    fields: { event: 'admin-waiting', interface: name },
  };
}

export function adminListenFailed({ address, code }: ListenError): LogRecord {
  const admin = formatListen(address);
  return {
    level: 'error',
    message: `status page: cannot listen on ${admin} (${code}); trying again`,
    fields: { event: 'admin-listen-failed', admin, code },
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
