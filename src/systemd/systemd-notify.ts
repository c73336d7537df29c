// Runs systemd-notify(1), because Node has no UNIX datagram sockets, and the service manager listens on one.
import { execFile, type ExecFileException } from 'node:child_process';
import { promisify } from 'node:util';
import type { Environment } from '../config/environment.js';

const run = promisify(execFile);

/** A stop of the whole service also ends systemd-notify; its message is obsolete then, and no error. */
const STOP_SIGNALS: readonly unknown[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * Sends the assignments as one message (sd_notify(3)). systemd-notify stays until the service manager has read it,
 * which needs the living process to find the unit. The unit needs NotifyAccess=all, because a child process sends.
 *
 * @param signal ends the program
 * @returns the reason if the message could not be sent, else undefined; never rejects
 */
export async function systemdNotify(
  assignments: readonly string[],
  { PATH, NOTIFY_SOCKET }: Environment,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    // The rest of the environment stays out: LISTEN_* and WATCHDOG_* are for this process only.
    await run('systemd-notify', assignments, { env: { PATH, NOTIFY_SOCKET }, signal });
    return undefined;
  } catch (error) {
    return signal.aborted ? undefined : failure(error as ExecFileException);
  }
}

function failure({ code, signal, stderr = '', message }: ExecFileException): string | undefined {
  if (STOP_SIGNALS.includes(signal)) return undefined;
  const status = signal ?? (typeof code === 'number' ? `exit status ${code}` : undefined);
  if (status === undefined) return `systemd-notify could not be run: ${message}`;
  return `systemd-notify failed: ${stderr.trim().replace(/\s+/g, ' ') || status}`;
}
