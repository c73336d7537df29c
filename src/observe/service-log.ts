// What the service says of itself: listening, trouble, stopping.
import type { ForwardConfig, ListenAddress } from '../config/config.js';
import { formatDuration } from '../config/duration.js';
import { formatTarget } from '../config/endpoint.js';
import { formatListen } from '../config/listen-address.js';
import type { LogRecord } from './log.js';

/** What has happened since the start. */
export interface Totals {
  connections: number;
  withoutBytes: number;
}

export function listening(forward: ForwardConfig, addresses: readonly ListenAddress[]): LogRecord {
  const listen = addresses.map(formatListen);
  const target = formatTarget(forward.target);
  const where = listen.join(', ');
  return {
    level: 'info',
    message: `forward ${forward.name}: listening on ${where}, forwarding to ${target}`,
    fields: { event: 'listening', forward: forward.name, listen, target },
  };
}

export function acceptFailed(forward: string, code: string): LogRecord {
  return {
    level: 'error',
    message: `forward ${forward}: a connection could not be accepted (${code}); going on`,
    fields: { event: 'accept-failed', forward, code },
  };
}

/** @param drainTimeout in ms, 0 = without limit */
export function stopping(signal: string, active: number, drainTimeout: number): LogRecord {
  const limit = drainTimeout === 0 ? 'as long as they need' : formatDuration(drainTimeout);
  const rest = active === 0 ? '' : `; live connections: ${active}, they have ${limit} to finish`;
  return {
    level: 'info',
    message: `${signal}: accepting no more connections${rest}`,
    fields: { event: 'stopping', signal, active },
  };
}

export function drainEnded(active: number): LogRecord {
  return {
    level: 'warn',
    message: `the time to finish is over; resetting live connections: ${active}`,
    fields: { event: 'drain-ended', active },
  };
}

export function stopped({ connections, withoutBytes }: Totals): LogRecord {
  return {
    level: 'info',
    message: `stopped; connections since the start: ${connections}, of which without a single byte: ${withoutBytes}`,
    fields: { event: 'stopped', connections, withoutBytes },
  };
}
