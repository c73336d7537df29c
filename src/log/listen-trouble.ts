// Why an address cannot be listened on at the moment, in the words and the fields of a log record.
import { formatListen } from '../config/listen-address.js';
import { bare } from '../config/problem.js';
import type { ListenError } from '../forward/listen/listener.js';
import { portUserText } from '../machine/listeners.js';

const REASONS: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'this machine does not have that address yet',
  EINVAL: 'its interface is not there yet',
};

/** `port 8080 is in use by nginx (process 455); …`: clients get that program, and take it for the gateway. */
export function listenTrouble({ address, code, user }: ListenError): string {
  const listen = formatListen(address);
  if (user !== undefined)
    return `port ${listen} is in use by ${bare(portUserText(user))}: its clients do not reach the gateway; trying again. Stop that program, or listen on another port`;
  const reason = REASONS[code];
  return `cannot listen on ${listen} (${code})${reason === undefined ? '' : `: ${reason}`}; trying again`;
}

/** The program, where it is known. */
export function portUserFields({ user }: ListenError): Readonly<Record<string, unknown>> {
  if (user === undefined) return {};
  const { pid, name, user: userName } = user;
  return { program: name ?? null, pid: pid ?? null, user: userName };
}
