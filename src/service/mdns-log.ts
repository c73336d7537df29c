// The records of the name at home: announced, lost to another device, waiting.
import type { LogRecord } from '../log/log.js';
import { notTold } from './service-log.js';

export function announced(name: string, interfaceName: string, addresses: readonly string[]): LogRecord {
  return {
    level: 'info',
    message: `answering mDNS queries for ${name} on ${interfaceName} with ${addresses.join(', ')}`,
    fields: { event: 'mdns-announced', name, interface: interfaceName, addresses },
  };
}

/** @param rival the address that the name has */
export function conflict(name: string, interfaceName: string, rival: string): LogRecord {
  return {
    level: 'warn',
    message: `${name} already belongs to ${rival} on ${interfaceName}: not answering mDNS queries for it; trying again later`,
    fields: { event: 'mdns-conflict', name, interface: interfaceName, rival },
  };
}

export function failed(name: string, interfaceName: string, code: string): LogRecord {
  return {
    level: 'warn',
    message: `cannot answer mDNS queries for ${name} on ${interfaceName} (${code}); trying again`,
    fields: { event: 'mdns-failed', name, interface: interfaceName, code },
  };
}

/** @param unreadable why the addresses of this machine are unknown, if they are */
export function waiting(name: string, unreadable?: string): LogRecord {
  const reason =
    unreadable === undefined
      ? `${name} has no address, because no forward listens in the home network; waiting for one`
      : `${name} is not answered for: ${notTold('this machine', unreadable)}`;
  return {
    level: 'warn',
    message: reason,
    fields: { event: 'mdns-waiting', name, ...(unreadable && { unreadable }) },
  };
}
