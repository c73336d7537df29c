// Why the service could not start, one line each, in the same grammar as wrong options.
import type { Config } from '../config/config.js';
import { formatListen } from '../config/listen-address.js';
import { socketAddress } from '../systemd/handed-over.js';
import type { InheritedSocket } from '../systemd/inherited-sockets.js';
import type { Places } from '../config/settings.js';
import { ListenError } from '../forward/listen/listener.js';
import { errorCode } from '../error-code.js';

const PRIVILEGED =
  'a port this user may open; those below 1024 need root or the capability CAP_NET_BIND_SERVICE';

const EXPECTED: Readonly<Record<string, string>> = {
  EACCES: PRIVILEGED,
  EPERM: PRIVILEGED,
  EINVAL: 'an address of this machine; a link-local one needs its interface, as in [fe80::1%eth0]',
  EAFNOSUPPORT: 'an address of a kind this machine speaks',
};

/**
 * `config.yaml:3:9: listen: expected a port this user may open; …, got one that was refused: 80 (EACCES)`
 *
 * @param error what Forwards.apply() has thrown; anything else is thrown again
 */
export function listenProblems(error: unknown, places: Places): string[] {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  return errors.map((each) => {
    if (each instanceof ListenError) return listenProblem(each, places.get(each.entry) ?? '--listen');
    throw each;
  });
}

function listenProblem({ address, code }: ListenError, where: string): string {
  const expected = EXPECTED[code] ?? 'an address that can be listened on';
  return `${where}: expected ${expected}, got one that was refused: ${formatListen(address)} (${code})`;
}

/** `LISTEN_FDS (3): expected …, got [::]:9000` */
export function socketProblem(socket: InheritedSocket): string {
  const expected = 'a socket of one of the forwards, by its port, or by its name (FileDescriptorName=)';
  return `LISTEN_FDS (${socket.fd}): expected ${expected}, got ${socketAddress(socket)}`;
}

/** `--wire: expected auto, as at the start, got socket; …`: it holds for all connections, so until the process ends. */
export function wireProblems(running: Config, wanted: Config): string[] {
  if (wanted.wire === running.wire) return [];
  const remedy = 'restart to change it: sudo systemctl restart smgw-proxy';
  return [`--wire: expected ${running.wire}, as at the start, got ${wanted.wire}; ${remedy}`];
}

/** `--log-file: expected a file that can be written, got "/proc/x" (EACCES)`; none if it can be, or there is none. */
export async function logFileProblems(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  const { assertWritable } = await import('../log/log-file.js');
  try {
    await assertWritable(file);
    return [];
  } catch (error) {
    const code = error instanceof Error ? errorCode(error) : String(error);
    return [`--log-file: expected a file that can be written, got ${JSON.stringify(file)} (${code})`];
  }
}
