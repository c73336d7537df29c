// Runs the program systemd-notify: the service manager listens on a UNIX datagram socket, and Node has none.
import { spawn, type ChildProcess } from 'node:child_process';
import type { Environment } from '../config/environment.js';

/** What ends all processes of a service ends this one as well; nobody waits for its message any more. */
const STOP_SIGNALS: readonly unknown[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * Sends the assignments as one message (sd_notify(3)) and waits until the service manager has taken it:
 * systemd-notify stays until then, or else the manager could not tell which unit the message came from.
 * The unit needs NotifyAccess=all, because the message comes from a child of its main process.
 *
 * @param signal ends the program if it is still running
 * @returns why the message could not be sent, or undefined; never rejects
 */
export function systemdNotify(
  assignments: readonly string[],
  { PATH, NOTIFY_SOCKET }: Environment,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise<string | undefined>((resolve, reject) => {
    // Nothing else of the environment: LISTEN_* and WATCHDOG_* are meant for this process alone.
    const env = { PATH, NOTIFY_SOCKET };
    const child: ChildProcess = spawn('systemd-notify', assignments, {
      env,
      signal,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.once('error', reject).once('close', (status, endedBy) => {
      resolve(failure(status, endedBy, complaint));
    });
    // There is no stderr where the descriptors have run out.
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  }).catch((error: unknown) =>
    // Node throws some errors of starting a program, such as EPERM of a seccomp filter, and emits the others.
    signal.aborted ? undefined : `systemd-notify could not be run: ${(error as Error).message}`,
  );
}

function failure(
  status: number | null,
  endedBy: NodeJS.Signals | null,
  complaint: string,
): string | undefined {
  if (status === 0 || STOP_SIGNALS.includes(endedBy)) return undefined;
  const reason = complaint.trim().replace(/\s+/g, ' ');
  return `systemd-notify failed: ${reason || (endedBy ?? `exit status ${status ?? ''}`)}`;
}
