// Why the service could not start, one line each, in the same grammar as wrong options.
import type { ListenAddress } from '../config/config.js';
import { formatListen } from '../config/listen-address.js';
import { errorCode } from '../forward/outcome.js';

const PRIVILEGED =
  'a port this user may open; those below 1024 need root or the capability CAP_NET_BIND_SERVICE';

const EXPECTED: Readonly<Record<string, string>> = {
  EADDRINUSE: 'a free port',
  EACCES: PRIVILEGED,
  EPERM: PRIVILEGED,
  EADDRNOTAVAIL: 'an address of this machine',
  EINVAL: 'an address of this machine; a link-local one needs its interface, as in [fe80::1%eth0]',
  EAFNOSUPPORT: 'an address of a kind this machine speaks',
};

const CAME: Readonly<Record<string, string>> = {
  EADDRINUSE: 'one that another program uses',
};

/**
 * `config.yaml:3:9: listen: expected a free port, got one that another program uses: 8080 (EADDRINUSE)`
 *
 * @param where the address was given
 */
export function listenProblem(where = '--listen', address: ListenAddress, code: string): string {
  const came = CAME[code] ?? 'one that was refused';
  const expected = EXPECTED[code] ?? 'an address that can be listened on';
  return `${where}: expected ${expected}, got ${came}: ${formatListen(address)} (${code})`;
}

/** `--log-file: expected a file that can be written, got "/proc/x" (EACCES)` */
export function logFileProblem(file: string, error: unknown): string {
  const code = error instanceof Error ? errorCode(error) : String(error);
  return `--log-file: expected a file that can be written, got ${JSON.stringify(file)} (${code})`;
}
