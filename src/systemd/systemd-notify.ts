// Runs systemd-notify(1), because Node has no UNIX datagram sockets, and the service manager listens on one.
import { spawn, type ChildProcess } from 'node:child_process';
import type { Environment } from '../config/environment.js';

/** A stop of the whole service also ends systemd-notify; its message is obsolete then, and no error. */
const STOP_SIGNALS: readonly unknown[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * Sends the assignments as one message (sd_notify(3)). systemd-notify stays until the service manager has read it,
 * which needs the living process to find the unit. The unit needs NotifyAccess=all, because a child process sends.
 *
 * @param signal ends the program
 * @returns the reason if the message could not be sent, else undefined; never rejects
 */
export function systemdNotify(
  assignments: readonly string[],
  { PATH, NOTIFY_SOCKET }: Environment,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise<string | undefined>((resolve, reject) => {
    // The rest of the environment stays out: LISTEN_* and WATCHDOG_* are for this process only.
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
    // stderr is missing when the process has no free descriptors.
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  }).catch((error: unknown) =>
    // spawn() throws some errors, such as EPERM of a seccomp filter, and emits the others.
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
