// Runs command lines as somebody who pastes them into a shell would.
import { execFile } from 'node:child_process';

export interface ShellResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const LONGEST_MS = 30_000;

export function shell(command: string): Promise<ShellResult> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], { timeout: LONGEST_MS }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ status, stdout, stderr });
    });
  });
}
