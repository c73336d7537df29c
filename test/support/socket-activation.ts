// Hands sockets over to a program as a service manager does: descriptors from 3 on, and variables that tell of them.
import { spawn, type ChildProcess } from 'node:child_process';
import type { Server, Socket } from 'node:net';

/** LISTEN_PID must be the program's own number, which only the process that becomes it can know. */
const WRAPPER = 'export LISTEN_PID=$$; exec "$0" "$@"';

/**
 * Starts a program with the descriptors as its 3, 4 …; they stay open here as well.
 *
 * @param environment of the program, to which LISTEN_PID is added and LISTEN_FDS, unless it is given
 */
export function activate(
  descriptors: readonly number[],
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn('bash', ['-c', WRAPPER, ...command], {
    env: { PATH: process.env.PATH, LISTEN_FDS: String(descriptors.length), ...environment },
    stdio: ['ignore', 'pipe', 'inherit', ...descriptors],
  });
}

/** The descriptor of a socket of this process; Node has no public name for it. */
export function descriptorOf(socket: Server | Socket): number {
  return (socket as unknown as { readonly _handle: { readonly fd: number } })._handle.fd;
}
